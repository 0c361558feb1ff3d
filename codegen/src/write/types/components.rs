//! The component schemas as data, for whoever has to treat all of them alike.

use crate::render::Item;
use crate::write::section::Section;
use quote::quote;

/// The list of all components, wherever their types stand.
pub(super) fn constant(section: Section<'_>) -> Item {
    let component = section.types.written().filter_map(|(id, declared)| {
        let (wire, name) = (declared.component.as_ref()?, &declared.name);
        let gate = section.gate_of_type(id);
        Some(quote!(#gate oasis_runtime::Component::of::<#name>(#wire)))
    });
    Item::Rust(quote! {
        /// Every component schema of the contract that has a type, by name.
        #[cfg(feature = "schema")]
        pub const COMPONENTS: &[oasis_runtime::Component] = &[#(#component),*];
    })
}
