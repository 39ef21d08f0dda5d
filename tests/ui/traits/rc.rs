use migratable::Migratable;

#[derive(Migratable)]
struct Device {
    level: u32,
    shared: std::rc::Rc<u32>,
}

fn main() {}
