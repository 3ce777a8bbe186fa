//! The threads of a module whose memory is shared: each is a worker with an instance of its own.
//!
//! The worker that drives the engine is the first thread. The page starts the others as workers, each of which calls
//! [`run_thread`]; then the first calls [`start_threads`], which gives every one of them its part of the pool.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{LazyLock, Mutex, PoisonError};

use rayon::{ThreadBuilder, ThreadPoolBuilder};
use wasm_bindgen::prelude::*;

type Queue = (Sender<ThreadBuilder>, Mutex<Receiver<ThreadBuilder>>);

/// Threads that no worker has taken yet.
static QUEUE: LazyLock<Queue> = LazyLock::new(|| {
    let (sender, receiver) = channel();
    (sender, Mutex::new(receiver))
});

/// The compiled module and its memory, with which another worker makes its own instance.
#[wasm_bindgen]
pub fn share() -> js_sys::Array {
    js_sys::Array::of2(&wasm_bindgen::module(), &wasm_bindgen::memory())
}

/// Works as a thread of the pool, for ever. Waits until there is a pool.
#[wasm_bindgen(js_name = runThread)]
pub fn run_thread() {
    let thread = QUEUE.1.lock().unwrap_or_else(PoisonError::into_inner).recv();
    if let Ok(thread) = thread {
        thread.run();
    }
}

/// Makes the pool of this thread and `count - 1` workers, all of which have to be in [`run_thread`] or on their way.
#[wasm_bindgen(js_name = startThreads)]
pub fn start_threads(count: usize) -> std::result::Result<(), JsValue> {
    ThreadPoolBuilder::new()
        .num_threads(count)
        .use_current_thread()
        .spawn_handler(|thread| {
            let closed = |_| std::io::Error::other("no worker takes threads");
            QUEUE.0.send(thread).map_err(closed)
        })
        .build_global()
        .map_err(|error| JsValue::from_str(&error.to_string()))
}
