//! What a refused conversion says.

use migratable::Migratable;

use super::convert::convert;

mod old {
    use super::*;

    #[derive(Migratable, Clone)]
    pub(super) struct Queue {
        pub(super) size: u16,
        #[migratable(sensitive)]
        pub(super) key: u32,
        pub(super) ring: Option<Vec<i32>>,
    }

    #[derive(Migratable)]
    pub(super) enum State {
        Idle,
        Busy { count: u64 },
        Reset,
    }

    #[derive(Migratable)]
    #[migratable(device = "dev")]
    pub(super) struct Dev {
        pub(super) queues: Vec<[Queue; 2]>,
        pub(super) state: State,
    }
}

mod new {
    use super::*;

    #[derive(Migratable, Debug)]
    pub(super) struct Queue {
        pub(super) key: u16,
        #[migratable(range = 1..=256)]
        pub(super) size: u16,
        #[migratable(max_len = 2)]
        pub(super) ring: Option<Vec<i8>>,
    }

    #[derive(Migratable, Debug)]
    pub(super) enum State {
        Idle,
        Busy { count: u8 },
    }

    #[derive(Migratable, Debug)]
    #[migratable(device = "dev")]
    pub(super) struct Dev {
        pub(super) queues: Vec<[Queue; 2]>,
        pub(super) state: State,
    }
}

fn refusal(change: impl Fn(&mut old::Dev)) -> String {
    let queue = old::Queue {
        size: 1,
        key: 1,
        ring: None,
    };
    let mut dev = old::Dev {
        queues: vec![[queue.clone(), queue.clone()], [queue.clone(), queue]],
        state: old::State::Idle,
    };
    convert::<_, new::Dev>(&dev).expect("nothing is wrong yet");
    change(&mut dev);
    convert::<_, new::Dev>(&dev).unwrap_err()
}

#[test]
fn the_place_what_was_found_and_what_is_possible() {
    assert_eq!(
        refusal(|dev| dev.queues[1][0].size = 300),
        "field `queues[1][0].size` is 300: must be within 1..=256 [range-narrowed]"
    );
    assert_eq!(
        refusal(|dev| dev.queues[0][1].ring = Some(vec![0, -129])),
        "field `queues[0][1].ring[1]` is -129: must be within -128..=127 [number-narrowed]"
    );
    assert_eq!(
        refusal(|dev| dev.queues[0][1].ring = Some(vec![0; 3])),
        "field `queues[0][1].ring` is 3 elements long: must have at most 2 elements \
         [max-len-lowered]"
    );
    assert_eq!(
        refusal(|dev| dev.state = old::State::Reset),
        "field `state.Reset` is Reset: must not be `Reset` [variant-removed]"
    );
    assert_eq!(
        refusal(|dev| dev.state = old::State::Busy { count: 256 }),
        "field `state.Busy.count` is 256: must be within 0..=255 [number-narrowed]"
    );
}

#[test]
fn what_is_sensitive_is_not_shown() {
    assert_eq!(
        refusal(|dev| dev.queues[1][1].key = 70_000),
        "field `queues[1][1].key` is not shown (sensitive): a number got a type that does not \
         hold all its values [number-narrowed]"
    );
}
