//! Image files in a tab: a module of its own decodes them, so that a page that draws its data does not download it,
//! and an image that takes too much memory does not end the engine.

#[cfg(feature = "engine")]
pub use ask::read_images_elsewhere;
#[cfg(feature = "formats")]
pub use reader::to_square;

/// The engine's side: asks the worker, which holds the other module.
#[cfg(feature = "engine")]
mod ask {
    use wasm_bindgen::prelude::*;

    use crate::config::Square;
    use crate::data::read_images_by;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_namespace = globalThis, js_name = patchwiseToSquare, catch)]
        fn to_square(bytes: &[u8], side: usize, is_fit: bool) -> Result<Vec<u8>, JsValue>;
    }

    /// Has images read by the worker.
    pub fn read_images_elsewhere() {
        read_images_by(|bytes, side, square| {
            let damaged = "it takes too much memory or is damaged: make it smaller, or export it again";
            to_square(bytes, side, square == Square::Fit).map_err(|error| match error.as_string() {
                Some(reason) => reason,
                // The worker's own errors are plain; those of a module that ended are not.
                None => match error.dyn_ref::<js_sys::Error>() {
                    Some(error) if error.name() == "Error" => error.message().into(),
                    _ => damaged.into(),
                },
            })
        });
    }
}

/// The other module's side.
#[cfg(feature = "formats")]
mod reader {
    use wasm_bindgen::prelude::*;

    use crate::config::Square;
    use crate::data::image_to_square;

    /// An image file as a square: interleaved RGB bytes, or an error that is a sentence.
    #[wasm_bindgen(js_name = toSquare)]
    pub fn to_square(bytes: &[u8], side: usize, is_fit: bool) -> Result<Vec<u8>, JsValue> {
        let square = if is_fit { Square::Fit } else { Square::Crop };
        image_to_square(bytes, side, square).map_err(|reason| reason.into())
    }
}
