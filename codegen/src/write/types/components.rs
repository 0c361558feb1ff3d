//! The component schemas as data, for whoever has to treat all of them alike.

use super::Writer;
use crate::render::Item;
use quote::quote;

pub(super) fn constant(writer: &Writer<'_, '_>) -> Item {
    let component = writer.types.written().filter_map(|(_, declared)| {
        let (wire, name) = (declared.component.as_ref()?, &declared.name);
        Some(quote!(oasis_runtime::Component::of::<#name>(#wire)))
    });
    Item::Rust(quote! {
        /// Every component schema of the contract that has a type, by name.
        #[cfg(feature = "schema")]
        pub const COMPONENTS: &[oasis_runtime::Component] = &[#(#component),*];
    })
}
