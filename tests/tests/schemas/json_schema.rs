use super::constructs as _;
