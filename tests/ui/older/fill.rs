use migratable::Migratable;

#[derive(Migratable, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
#[migratable(version = 2, older(version = 1, type = u8, convert = |new: &mut Self, old: u8| new.ns = old.into()))]
struct Timer {
    ns: u64,
}

#[derive(Migratable)]
#[migratable(device = "dev")]
struct Dev {
    #[migratable(fill = computed(Timer::default()))]
    timers: [Timer; 4],
}

fn main() {}
