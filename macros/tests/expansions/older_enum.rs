#[migratable(version = 2, older(version = 1, type = ModeV1<T>, convert = Self::take_v1))]
enum Mode<T> {
    Off,
    On { value: T },
}
