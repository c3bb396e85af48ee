//! The shipped handbook, as it was when the binary was built.

include!(concat!(env!("OUT_DIR"), "/shipped.rs"));
