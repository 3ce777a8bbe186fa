//! A file of the origin's private file system, for what memory should not hold.

use std::sync::{Mutex, PoisonError};

use js_sys::Uint8Array;
use send_wrapper::SendWrapper;
use web_sys::{FileSystemReadWriteOptions, FileSystemSyncAccessHandle};

use crate::data::{Scratch, full, lost};
use crate::error::Result;

/// Bytes of decoded images that are kept in memory: a tab is to stay below 300 MB with a hundred thousand of them.
const MEMORY_FIRST: u64 = 96 << 20;

/// The worker makes the file, and removes it once it is closed here.
#[derive(Debug)]
pub struct BrowserScratch {
    handle: SendWrapper<FileSystemSyncAccessHandle>,
    len: Mutex<u64>,
    capacity: u64,
}

impl BrowserScratch {
    /// `capacity`: the bytes that the browser lets the origin have.
    pub fn new(handle: FileSystemSyncAccessHandle, capacity: f64) -> Self {
        Self { handle: SendWrapper::new(handle), len: Mutex::new(0), capacity: capacity as u64 }
    }
}

impl Drop for BrowserScratch {
    fn drop(&mut self) {
        self.handle.close();
    }
}

fn at(place: u64) -> FileSystemReadWriteOptions {
    let options = FileSystemReadWriteOptions::new();
    options.set_at(place as f64);
    options
}

impl Scratch for BrowserScratch {
    fn append(&self, bytes: &[u8]) -> Result<u64> {
        let mut len = self.len.lock().unwrap_or_else(PoisonError::into_inner);
        // A copy: the file takes no memory that threads share.
        let copy = Uint8Array::from(bytes);
        let written = self.handle.write_with_js_u8_array_and_options(&copy, &at(*len));
        if written.is_ok_and(|count| count as usize == bytes.len()) {
            let start = *len;
            *len += bytes.len() as u64;
            return Ok(start);
        }
        Err(full(*len))
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<()> {
        let copy = Uint8Array::new_with_length(buffer.len() as u32);
        let read = self.handle.read_with_js_u8_array_and_options(&copy, &at(offset));
        if read.is_ok_and(|count| count as usize == buffer.len()) {
            copy.copy_to(buffer);
            return Ok(());
        }
        Err(lost())
    }

    fn capacity(&self) -> u64 {
        self.capacity
    }

    fn memory_first(&self) -> u64 {
        MEMORY_FIRST
    }
}
