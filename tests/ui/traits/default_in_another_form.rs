use migratable::Migratable;

#[derive(Migratable)]
#[migratable(device = "uart")]
struct Uart {
    #[migratable(default = Wrapping(7))]
    level: Wrapping,
}

/// Encoded as text, whatever its name says.
#[derive(Migratable)]
#[migratable(from = String, into = String)]
struct Wrapping(u8);

impl From<String> for Wrapping {
    fn from(level: String) -> Self {
        Wrapping(level.parse().unwrap_or_default())
    }
}

impl From<&Wrapping> for String {
    fn from(level: &Wrapping) -> Self {
        level.0.to_string()
    }
}

fn main() {}
