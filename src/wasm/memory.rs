//! The allocator of the modules: Rust's own, which says why an instance ends where memory is refused.

use std::alloc::{GlobalAlloc, Layout, System};

use wasm_bindgen::prelude::*;

struct Allocator;

#[global_allocator]
static ALLOCATOR: Allocator = Allocator;

/// What the worker tells from other ends.
const REFUSED: &str = "out of memory";

impl Allocator {
    #[cold]
    fn note() {
        // Strings on their way to the host need no memory here.
        let _ = js_sys::Reflect::set(
            &js_sys::global(),
            &JsValue::from_str("patchwisePanic"),
            &JsValue::from_str(REFUSED),
        );
    }

    fn noted(place: *mut u8) -> *mut u8 {
        if place.is_null() {
            Self::note();
        }
        place
    }
}

// Safety: every call is forwarded as it is.
unsafe impl GlobalAlloc for Allocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        Self::noted(unsafe { System.alloc(layout) })
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        unsafe { System.dealloc(place, layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        Self::noted(unsafe { System.alloc_zeroed(layout) })
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        Self::noted(unsafe { System.realloc(place, layout, size) })
    }
}
