//! Defaults of groups, and defaults that a field may not hold.

use migratable::resolve::{Verdict, resolve};
use migratable::{Device, Migratable};

use super::convert::convert;

macro_rules! release {
    ($module:ident: $first:expr, $second:expr) => {
        mod $module {
            #[derive(migratable::Migratable, Debug, PartialEq)]
            #[migratable(device = "dev", subsection(clock, tag = 1, needed = Self::is_set))]
            pub(super) struct Dev {
                #[migratable(subsection = clock, default = $first)]
                pub(super) first: u8,
                #[migratable(subsection = clock, default = $second)]
                pub(super) second: u32,
                pub(super) kept: u8,
            }

            impl Dev {
                fn is_set(&self) -> bool {
                    (self.first, self.second) != ($first, $second)
                }
            }
        }
    };
}

release!(old: 1, 2);
release!(new: 5, 6);

/// An absent group means what its literals were in the release that left it out.
#[test]
fn an_absent_group_keeps_the_older_literals() {
    for (first, second) in [(1, 2), (1, 9), (5, 6)] {
        let old = old::Dev {
            first,
            second,
            kept: 3,
        };
        let new = new::Dev {
            first,
            second,
            kept: 3,
        };
        assert_eq!(convert::<_, new::Dev>(&old), Ok(new));
        let new = new::Dev {
            first,
            second,
            kept: 3,
        };
        assert_eq!(convert::<_, old::Dev>(&new), Ok(old));
    }
}

mod before {
    #[derive(migratable::Migratable)]
    #[migratable(device = "dev")]
    pub(super) struct Dev {}
}

#[derive(Migratable, Default)]
struct Inner {
    #[migratable(range = 1..=2)]
    level: u8,
}

mod within {
    #[derive(migratable::Migratable)]
    #[migratable(device = "dev")]
    pub(super) struct Dev {
        #[migratable(default)]
        inner: super::Inner,
    }
}

fn late() -> u8 {
    99
}

mod computed {
    #[derive(migratable::Migratable)]
    #[migratable(device = "dev")]
    pub(super) struct Dev {
        #[migratable(default = computed(super::late()), range = 1..=3)]
        level: u8,
    }
}

/// The program is asked for what only it knows: what it could not load itself is
/// no default.
#[test]
fn what_a_field_may_not_hold_is_no_default_of_it() {
    for reader in [within::Dev::SCHEMA, computed::Dev::SCHEMA] {
        let resolution = resolve(before::Dev::SCHEMA, reader);
        assert_eq!(resolution.verdict(), Verdict::Incompatible);
        let rules: Vec<_> = resolution
            .reasons()
            .map(|finding| finding.rule.id)
            .collect();
        assert_eq!(rules, ["field-added-without-default"]);
    }
}
