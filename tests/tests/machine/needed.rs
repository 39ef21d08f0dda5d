//! Devices that are saved only while they are needed.

mod hand;
mod loading;
mod sides;
