#[migratable(device = "cpu")]
struct Cpu<'a, M: Model, V, const N: usize>
where
    V: Copy,
{
    registers: [V; N],
    model: PhantomData<M>,
    stack: Vec<M::Frame>,
    #[migratable(skip)]
    bus: &'a Bus,
}
