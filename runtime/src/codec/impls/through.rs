//! The adapter for live values that give their state and take one.

use core::any::type_name;
use core::convert::Infallible;
use core::fmt::Display;
use core::marker::PhantomData;

use crate::codec::hooks::refused;
use crate::codec::{Decoder, Encoder, Fault, Loading, Migratable};
use crate::schema::Type;

/// A live value whose fields cannot be reached, but which gives its state and takes
/// one, as devices of other crates do. `D` describes the state.
///
/// See [`Through`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say how it gives and takes the state that `{D}` describes",
    label = "not `Stateful<{D}>`",
    note = "write `impl migratable::Stateful<{D}> for {Self}`, which `with = migratable::Through<{D}>` goes by"
)]
pub trait Stateful<D> {
    /// The state by itself.
    type State;

    /// Why a value cannot be in some state; [`Infallible`] if it can be in all.
    type Error: Display;

    /// The state that the value is in.
    fn state(&self) -> Self::State;

    /// Goes on from `state`, and keeps what is not state: outputs, interrupt lines,
    /// threads.
    ///
    /// # Errors
    ///
    /// If no such value can be in that state. It refuses the load, as a hook does,
    /// and leaves the value as it was.
    fn restore(&mut self, state: Self::State) -> Result<(), Self::Error>;
}

/// Encodes and loads a live value as its state, which `D` describes.
///
/// A live value keeps all that its [`restore`](Stateful::restore) keeps. So this is
/// for devices of other crates that hold more than their state:
///
/// ```
/// use migratable::{Migratable, Stateful, Through};
/// # mod chips {
/// #     pub struct SerialState { pub line_control: u8 }
/// #     pub struct Serial<W> { line_control: u8, out: W }
/// #     impl<W> Serial<W> {
/// #         pub fn from_state(state: &SerialState, out: W) -> Result<Self, &'static str> {
/// #             Ok(Self { line_control: state.line_control, out })
/// #         }
/// #         pub fn state(&self) -> SerialState {
/// #             SerialState { line_control: self.line_control }
/// #         }
/// #         pub fn writer(&self) -> &W { &self.out }
/// #     }
/// # }
/// # type Console = std::rc::Rc<()>;
///
/// #[derive(Migratable)]
/// #[migratable(remote = chips::SerialState)]
/// struct SerialState {
///     line_control: u8,
/// }
///
/// impl Stateful<SerialState> for chips::Serial<Console> {
///     type State = chips::SerialState;
///     type Error = &'static str;
///
///     fn state(&self) -> chips::SerialState {
///         self.state()
///     }
///
///     fn restore(&mut self, state: chips::SerialState) -> Result<(), &'static str> {
///         *self = Self::from_state(&state, self.writer().clone())?;
///         Ok(())
///     }
/// }
///
/// #[derive(Migratable)]
/// #[migratable(device = "uart")]
/// struct Uart {
///     #[migratable(with = Through<SerialState>)]
///     serial: chips::Serial<Console>,
/// }
/// # let state = chips::SerialState { line_control: 0 };
/// # let console = Console::new(());
/// # let serial = chips::Serial::from_state(&state, console.clone()).unwrap();
/// # let mut uart = Uart { serial };
/// # migratable::load(&mut uart, &[3]).unwrap();
/// # assert_eq!(migratable::to_vec(&uart).unwrap(), [3]);
/// # assert!(Console::ptr_eq(uart.serial.writer(), &console));
/// ```
#[derive(Debug)]
pub struct Through<D>(Infallible, PhantomData<D>);

impl<T: Stateful<D>, D: Migratable<T::State>> Migratable<T> for Through<D> {
    const TYPE: &'static Type = D::TYPE;
    const LOADING: Loading = D::LOADING
        .keeping()
        .hooked(true)
        .converting()
        .through::<T::State>();

    #[inline]
    fn encoded_len(value: &T) -> usize {
        D::encoded_len(&value.state())
    }

    #[inline]
    fn encode(value: &T, out: &mut Encoder<'_>) -> Result<(), Fault> {
        D::encode(&value.state(), out)
    }

    #[inline]
    fn load(value: &mut T, input: &mut Decoder<'_>) -> Result<(), Fault> {
        let mut state = value.state();
        D::load(&mut state, input)?;
        refused(type_name::<T>(), "restore", value.restore(state))
    }

    #[inline]
    fn check(live: Option<&T>, input: &mut Decoder<'_>) -> Result<(), Fault> {
        D::check(live.map(T::state).as_ref(), input)
    }
}
