//! Nothing unwinds into the JVM: a panic becomes a sentence.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{catch_unwind, set_hook, AssertUnwindSafe};
use std::sync::Once;

static QUIET: Once = Once::new();

thread_local! {
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Runs something; a panic in it is returned as what it said and where. It is not printed: the Java exception tells.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    QUIET.call_once(|| {
        set_hook(Box::new(|panic| {
            let place = panic.location().map_or_else(String::new, |place| {
                let file = place.file().rsplit('/').next().unwrap_or_default();
                format!(" ({file}:{})", place.line())
            });
            PLACE.with(|last| *last.borrow_mut() = place);
        }));
    });
    catch_unwind(AssertUnwindSafe(work))
        .map_err(|payload| format!("{}{}", what(&*payload), PLACE.with(|place| place.take())))
}

fn what(payload: &(dyn Any + Send)) -> &str {
    payload
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("panic")
}
