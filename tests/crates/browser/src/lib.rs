//! A crate of its own, so that only who runs its test builds what drives a browser.
