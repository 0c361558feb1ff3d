//! The golden output for documents other than our own: it compiles with every feature, and behaves
//! where our own document has no such shape. No case is left out.

#[expect(dead_code, unreachable_pub, unused_imports, reason = "compiled whole, used or not")]
#[rustfmt::skip]
#[path = "../../../codegen/tests/fixtures/generate/names/expected/mod.rs"]
pub(crate) mod names;
#[expect(dead_code, unreachable_pub, unused_imports, reason = "compiled whole, used or not")]
#[rustfmt::skip]
#[path = "../../../codegen/tests/fixtures/generate/exchanges/expected/mod.rs"]
pub(crate) mod exchanges;
#[expect(dead_code, unreachable_pub, unused_imports, reason = "compiled whole, used or not")]
#[rustfmt::skip]
#[path = "../../../codegen/tests/fixtures/generate/sessions/expected/mod.rs"]
pub(crate) mod sessions;
#[expect(dead_code, unreachable_pub, unused_imports, reason = "compiled whole, used or not")]
#[rustfmt::skip]
#[path = "../../../codegen/tests/fixtures/generate/shapes/expected/mod.rs"]
pub(crate) mod shapes;
#[expect(dead_code, unreachable_pub, unused_imports, reason = "compiled whole, used or not")]
#[rustfmt::skip]
#[path = "../../../codegen/tests/fixtures/generate/kinds/expected/mod.rs"]
pub(crate) mod kinds;
#[expect(dead_code, unreachable_pub, unused_imports, reason = "compiled whole, used or not")]
#[rustfmt::skip]
#[path = "../../../codegen/tests/fixtures/generate/holes/expected/mod.rs"]
pub(crate) mod holes;
#[expect(dead_code, unreachable_pub, unused_imports, reason = "compiled whole, used or not")]
#[rustfmt::skip]
#[path = "../../../codegen/tests/fixtures/generate/credentials/expected/mod.rs"]
pub(crate) mod credentials;
#[expect(dead_code, unreachable_pub, unused_imports, reason = "compiled whole, used or not")]
#[rustfmt::skip]
#[path = "../../../codegen/tests/fixtures/generate/directions/expected/mod.rs"]
pub(crate) mod directions;
#[expect(dead_code, unreachable_pub, unused_imports, reason = "compiled whole, used or not")]
#[rustfmt::skip]
#[path = "../../../codegen/tests/fixtures/generate/forms/expected/mod.rs"]
pub(crate) mod forms;
#[expect(dead_code, unreachable_pub, unused_imports, reason = "compiled whole, used or not")]
#[rustfmt::skip]
#[path = "../../../codegen/tests/fixtures/generate/media/expected/mod.rs"]
pub(crate) mod media;
#[expect(dead_code, unreachable_pub, unused_imports, reason = "compiled whole, used or not")]
#[rustfmt::skip]
#[path = "../../../codegen/tests/fixtures/generate/headers/expected/mod.rs"]
pub(crate) mod headers;
#[expect(dead_code, unreachable_pub, unused_imports, reason = "compiled whole, used or not")]
#[rustfmt::skip]
#[path = "../../../codegen/tests/fixtures/generate/places/expected/mod.rs"]
pub(crate) mod places;
#[expect(dead_code, unreachable_pub, unused_imports, reason = "compiled whole, used or not")]
#[rustfmt::skip]
#[path = "../../../codegen/tests/fixtures/generate/merges/expected/mod.rs"]
pub(crate) mod merges;
#[expect(dead_code, unreachable_pub, unused_imports, reason = "compiled whole, used or not")]
#[rustfmt::skip]
#[path = "../../../codegen/tests/fixtures/generate/modern/expected/mod.rs"]
pub(crate) mod modern;

use std::fs;

#[test]
fn every_golden_case_is_compiled() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../codegen/tests/fixtures/generate");
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let line = format!("generate/{name}/expected/mod.rs\"]\npub(crate) mod {name};");
        assert!(include_str!("compiles.rs").contains(&line), "add a module for {name}");
    }
}
