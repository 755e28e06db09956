//! The questions of the CodeCollab benchmarks, answered by [yrs](https://github.com/y-crdt/y-crdt) as a Rust program would
//! use it: no JNI, the system's allocator, one thread.
//!
//! A question has the name and the work of the Java class that answers it for our engine
//! (`src/main/java/io/codecollab/bench`), whose javadoc says what one run is and what is not timed, and of the function in
//! `node/questions.mjs`. What a run leaves behind is dropped outside the timing.

pub mod arguments;
pub mod documents;
pub mod questions;
pub mod structs;
pub mod timing;
pub mod traces;

/// Why a question has no answer.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error>>;
