//! Parquet files in a tab: a module of its own reads them, so that only a page that loads some downloads it.

#[cfg(feature = "formats")]
pub use ask::open_tables_elsewhere;
#[cfg(feature = "parquet")]
pub use reader::TableReader;

/// The side of the module that opens files: asks the worker, which holds the other module.
#[cfg(feature = "formats")]
mod ask {
    use std::sync::Arc;

    use js_sys::{JsString, Uint8Array};
    use send_wrapper::SendWrapper;
    use wasm_bindgen::prelude::*;

    use crate::data::{Column, Label, SharedSource, Table, open_tables_by};

    type Read = Closure<dyn Fn(f64, u32) -> Uint8Array>;

    #[wasm_bindgen]
    extern "C" {
        #[derive(Debug)]
        type JsTable;

        #[wasm_bindgen(js_namespace = globalThis, js_name = patchwiseOpenTable, catch)]
        fn open_table(len: f64, read: &Read) -> Result<JsTable, JsValue>;
        #[wasm_bindgen(method, getter, js_name = numRows)]
        fn num_rows(this: &JsTable) -> usize;
        #[wasm_bindgen(method)]
        fn columns(this: &JsTable) -> JsString;
        #[wasm_bindgen(method, catch)]
        fn labels(this: &JsTable, column: &str) -> Result<JsString, JsValue>;
        #[wasm_bindgen(method, catch)]
        fn image(this: &JsTable, column: &str, row: usize) -> Result<Vec<u8>, JsValue>;
        #[wasm_bindgen(method)]
        fn free(this: &JsTable);
    }

    /// A table of the other module, with what it reads its file by.
    #[derive(Debug)]
    struct Elsewhere {
        table: SendWrapper<JsTable>,
        columns: Vec<Column>,
        _read: SendWrapper<Read>,
    }

    impl Drop for Elsewhere {
        fn drop(&mut self) {
            self.table.free();
        }
    }

    /// Has tables opened by the worker.
    pub fn open_tables_elsewhere() {
        open_tables_by(|file| {
            let read = reader_of(file);
            let table = open_table(file.len() as f64, &read).map_err(reason)?;
            let columns = serde_json::from_str(&String::from(table.columns())).map_err(|e| e.to_string())?;
            Ok(Arc::new(Elsewhere { table: SendWrapper::new(table), columns, _read: SendWrapper::new(read) }))
        });
    }

    /// Reads pieces of a file; an empty one where it cannot.
    fn reader_of(file: &SharedSource) -> Read {
        let file = file.clone();
        Closure::new(move |offset: f64, len: u32| {
            let mut bytes = vec![0; len as usize];
            match file.read_at(offset as u64, &mut bytes) {
                Ok(()) => Uint8Array::from(bytes.as_slice()),
                Err(_) => Uint8Array::new_with_length(0),
            }
        })
    }

    fn reason(error: JsValue) -> String {
        // What the reader says is a text; anything else says that it has ended, or is not there.
        error.as_string().unwrap_or_else(|| {
            "it takes too much memory, is damaged, or lies in an archive: unpack it, or save it again".into()
        })
    }

    impl Table for Elsewhere {
        fn num_rows(&self) -> usize {
            self.table.num_rows()
        }

        fn columns(&self) -> &[Column] {
            &self.columns
        }

        fn labels(&self, column: &str) -> Result<Vec<Option<Label>>, String> {
            let labels = String::from(self.table.labels(column).map_err(reason)?);
            serde_json::from_str(&labels).map_err(|error| error.to_string())
        }

        fn image(&self, column: &str, row: usize) -> Result<Vec<u8>, String> {
            self.table.image(column, row).map_err(reason)
        }
    }
}

/// The other module's side.
#[cfg(feature = "parquet")]
mod reader {
    use std::sync::Arc;

    use js_sys::{Function, Uint8Array};
    use send_wrapper::SendWrapper;
    use wasm_bindgen::prelude::*;

    use crate::data::{ByteSource, SharedSource, Table, open_parquet};
    use crate::error::{Error, Result};

    /// A file of the module that opens files, read by a function of it.
    #[derive(Debug)]
    struct Elsewhere {
        len: u64,
        read: SendWrapper<Function>,
    }

    impl ByteSource for Elsewhere {
        fn name(&self) -> &str {
            "the file"
        }

        fn len(&self) -> u64 {
            self.len
        }

        fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<()> {
            let len = buffer.len() as u32;
            let read = self.read.call2(&JsValue::NULL, &(offset as f64).into(), &len.into());
            let bytes = Uint8Array::from(read.unwrap_or_default());
            if bytes.length() != len {
                return Err(Error::data(self.name(), "it cannot be read", "Choose it again"));
            }
            bytes.copy_to(buffer);
            Ok(())
        }
    }

    /// A Parquet file that is open.
    #[wasm_bindgen]
    pub struct TableReader {
        table: Arc<dyn Table>,
    }

    /// Errors are sentences.
    #[wasm_bindgen]
    impl TableReader {
        /// `read` gives `len` bytes from an offset.
        pub fn open(len: f64, read: Function) -> std::result::Result<TableReader, JsValue> {
            let file: SharedSource = Arc::new(Elsewhere { len: len as u64, read: SendWrapper::new(read) });
            Ok(Self { table: open_parquet(&file)? })
        }

        #[wasm_bindgen(getter, js_name = numRows)]
        pub fn num_rows(&self) -> usize {
            self.table.num_rows()
        }

        /// As JSON.
        pub fn columns(&self) -> String {
            serde_json::to_string(self.table.columns()).unwrap_or_default()
        }

        /// As JSON.
        pub fn labels(&self, column: &str) -> std::result::Result<String, JsValue> {
            Ok(serde_json::to_string(&self.table.labels(column)?).unwrap_or_default())
        }

        pub fn image(&self, column: &str, row: usize) -> std::result::Result<Vec<u8>, JsValue> {
            Ok(self.table.image(column, row)?)
        }
    }
}
