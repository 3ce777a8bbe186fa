//! Files in a tab: a module of its own opens and unpacks them, so that a page that draws its data does not download it.

#[cfg(feature = "engine")]
pub use ask::{Held, JsOpener, open_elsewhere};
#[cfg(feature = "formats")]
pub use reader::Opener;

/// The engine's side: asks the other module's object, which the worker has made.
#[cfg(feature = "engine")]
mod ask {
    use std::sync::Arc;

    use js_sys::{JsString, Uint8Array};
    use send_wrapper::SendWrapper;
    use serde_json::Value;
    use wasm_bindgen::prelude::*;

    use crate::config::FilesConfig;
    use crate::data::{ByteSource, Content, Opened, Opener, SharedSource};
    use crate::error::{Error, Result};

    #[wasm_bindgen]
    extern "C" {
        /// Files that another module opens.
        #[derive(Debug)]
        pub type JsOpener;

        #[wasm_bindgen(method, catch)]
        fn begin(this: &JsOpener, config: &str) -> std::result::Result<(), JsValue>;
        #[wasm_bindgen(method)]
        fn progress(this: &JsOpener) -> Vec<f64>;
        #[wasm_bindgen(method, getter, js_name = isDone)]
        fn is_done(this: &JsOpener) -> bool;
        #[wasm_bindgen(method, catch)]
        fn step(this: &JsOpener, bytes: f64) -> std::result::Result<(), JsValue>;
        #[wasm_bindgen(method, catch)]
        fn finish(this: &JsOpener) -> std::result::Result<JsString, JsValue>;
        #[wasm_bindgen(method)]
        fn lengths(this: &JsOpener) -> Vec<f64>;
        #[wasm_bindgen(method, catch, js_name = readAt)]
        fn read_at(
            this: &JsOpener,
            file: usize,
            offset: f64,
            len: usize,
        ) -> std::result::Result<Uint8Array, JsValue>;
        #[wasm_bindgen(method, catch, js_name = readUpTo)]
        fn read_up_to(this: &JsOpener, file: usize, limit: f64) -> std::result::Result<Vec<u8>, JsValue>;
        #[wasm_bindgen(method)]
        fn free(this: &JsOpener);
    }

    /// Freed, and its scratch closed, with the last file that it reads or where the engine refuses it.
    #[derive(Debug)]
    pub struct Held(SendWrapper<JsOpener>);

    impl Held {
        pub fn new(opener: JsOpener) -> Self {
            Self(SendWrapper::new(opener))
        }
    }

    impl Drop for Held {
        fn drop(&mut self) {
            self.0.free();
        }
    }

    #[derive(Debug)]
    struct Elsewhere(Arc<Held>);

    /// Begins to open files by the other module's object.
    ///
    /// # Errors
    /// Those of the other module.
    pub fn open_elsewhere(opener: Held, config: &FilesConfig) -> Result<Box<dyn Opener>> {
        let config = serde_json::to_string(config)
            .map_err(|error| Error::InvalidOptions { problem: error.to_string() })?;
        opener.0.begin(&config).map_err(relayed)?;
        Ok(Box::new(Elsewhere(Arc::new(opener))))
    }

    /// What the other module throws is a text; anything else says that it has ended.
    fn relayed(thrown: JsValue) -> Error {
        let value = thrown.as_string().and_then(|text| serde_json::from_str::<Value>(&text).ok());
        value.and_then(Error::from_relayed).unwrap_or_else(|| {
            let problem = "reading them takes too much memory, or one of them is damaged";
            Error::data("the chosen files", problem, "Choose fewer or smaller ones, or download them again")
        })
    }

    impl Opener for Elsewhere {
        fn progress(&self) -> (u64, u64) {
            match self.0.0.progress()[..] {
                [done, total] => (done as u64, total as u64),
                _ => (0, 0),
            }
        }

        fn is_done(&self) -> bool {
            self.0.0.is_done()
        }

        fn step(&mut self, bytes: u64) -> Result<()> {
            self.0.0.step(bytes as f64).map_err(relayed)
        }

        fn finish(&mut self) -> Result<Opened> {
            let text = String::from(self.0.0.finish().map_err(relayed)?);
            let content: Content = serde_json::from_str(&text)
                .map_err(|error| Error::data("the chosen files", error.to_string(), "Load them again"))?;
            let file = |(index, len): (usize, f64)| {
                Arc::new(File { opener: self.0.clone(), index, len: len as u64 }) as SharedSource
            };
            Ok(Opened { content, files: self.0.0.lengths().into_iter().enumerate().map(file).collect() })
        }
    }

    /// A file that the other module reads.
    #[derive(Debug)]
    struct File {
        opener: Arc<Held>,
        index: usize,
        len: u64,
    }

    impl ByteSource for File {
        /// Whoever reads it knows its name.
        fn name(&self) -> &str {
            "the file"
        }

        fn len(&self) -> u64 {
            self.len
        }

        fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<()> {
            let read = self.opener.0.read_at(self.index, offset as f64, buffer.len());
            read.map_err(relayed)?.copy_to(buffer);
            Ok(())
        }

        fn read_up_to(&self, limit: u64) -> Result<Vec<u8>> {
            self.opener.0.read_up_to(self.index, limit as f64).map_err(relayed)
        }
    }
}

/// The other module's side.
#[cfg(feature = "formats")]
mod reader {
    use std::sync::Arc;

    use js_sys::Uint8Array;
    use wasm_bindgen::prelude::*;
    use web_sys::{Blob, FileSystemSyncAccessHandle};

    use crate::data::{FileOpener, Opener as _, SharedScratch, SharedSource, new_scratch};
    use crate::error::Error;
    use crate::wasm::file::BrowserFile;
    use crate::wasm::scratch::BrowserScratch;
    use crate::wasm::tables::open_tables_elsewhere;

    type JsResult<T> = Result<T, JsValue>;

    /// Files being opened; errors are texts that the engine reads.
    #[wasm_bindgen]
    pub struct Opener {
        files: Vec<SharedSource>,
        scratch: SharedScratch,
        opener: Option<FileOpener>,
    }

    fn thrown(error: Error) -> JsValue {
        error.to_relayed().to_string().into()
    }

    #[wasm_bindgen]
    impl Opener {
        /// Of files under their names. `ranges`: where each starts and ends within its blob; below 0 where it is the whole.
        /// `scratch`: a file for what memory should not hold, with the bytes that it may have.
        #[wasm_bindgen(constructor)]
        pub fn new(
            names: Vec<String>,
            files: Vec<Blob>,
            ranges: Vec<f64>,
            scratch: Option<FileSystemSyncAccessHandle>,
            capacity: Option<f64>,
        ) -> Opener {
            open_tables_elsewhere();
            let (ranges, _) = ranges.as_chunks::<2>();
            let source = |((name, blob), &range): ((String, Blob), &[f64; 2])| {
                Arc::new(BrowserFile::new(name, blob, (range[0] >= 0.0).then_some(range))) as SharedSource
            };
            let files = names.into_iter().zip(files).zip(ranges).map(source).collect();
            let scratch = scratch.zip(capacity);
            let scratch =
                scratch.map(|(file, bytes)| Arc::new(BrowserScratch::new(file, bytes)) as SharedScratch);
            Self { files, scratch: scratch.unwrap_or_else(new_scratch), opener: None }
        }

        /// `config` as JSON.
        pub fn begin(&mut self, config: &str) -> JsResult<()> {
            let problem =
                |error: serde_json::Error| thrown(Error::InvalidOptions { problem: error.to_string() });
            let config = serde_json::from_str(config).map_err(problem)?;
            let files = std::mem::take(&mut self.files);
            self.opener = Some(FileOpener::new(&files, &config, self.scratch.clone()).map_err(thrown)?);
            Ok(())
        }

        /// Packed bytes that have been read, and all of which is known.
        pub fn progress(&self) -> Vec<f64> {
            let (done, total) = self.opener.as_ref().map_or((0, 0), |opener| opener.progress());
            vec![done as f64, total as f64]
        }

        #[wasm_bindgen(getter, js_name = isDone)]
        pub fn is_done(&self) -> bool {
            self.opener.as_ref().is_none_or(|opener| opener.is_done())
        }

        pub fn step(&mut self, bytes: f64) -> JsResult<()> {
            self.opener.as_mut().map_or(Ok(()), |opener| opener.step(bytes as u64)).map_err(thrown)
        }

        /// What the files hold, as JSON.
        pub fn finish(&mut self) -> JsResult<String> {
            let unopened =
                || thrown(Error::InvalidOptions { problem: "the files are not opened yet".into() });
            let opened = self.opener.as_mut().ok_or_else(unopened)?.finish().map_err(thrown)?;
            self.files = opened.files;
            Ok(serde_json::to_string(&opened.content).unwrap_or_default())
        }

        /// The bytes of each file.
        pub fn lengths(&self) -> Vec<f64> {
            self.files.iter().map(|file| file.len() as f64).collect()
        }

        #[wasm_bindgen(js_name = readAt)]
        pub fn read_at(&self, file: usize, offset: f64, len: usize) -> JsResult<Uint8Array> {
            let mut bytes = vec![0; len];
            self.files[file].read_at(offset as u64, &mut bytes).map_err(thrown)?;
            Ok(Uint8Array::from(bytes.as_slice()))
        }

        #[wasm_bindgen(js_name = readUpTo)]
        pub fn read_up_to(&self, file: usize, limit: f64) -> JsResult<Vec<u8>> {
            self.files[file].read_up_to(limit as u64).map_err(thrown)
        }
    }
}
