//! Bytes of a saved page in, its text out: UTF-8, UTF-16 with its mark, or else Windows-1252.
//!
//! It never fails. What is no text in any of them comes out as control characters, which
//! [`super::read`] refuses.

/// The text of a saved page, however it was saved.
pub fn decode(bytes: &[u8]) -> String {
    let wide = |unit: fn([u8; 2]) -> u16| {
        let units = bytes[2..].chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    match bytes {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            // A page cut by length may end within a character.
            Err(cut) if cut.error_len().is_none() => {
                String::from_utf8_lossy(&bytes[..cut.valid_up_to()]).into_owned()
            }
            Err(_) => bytes.iter().map(|byte| windows_1252(*byte)).collect(),
        },
    }
}

fn windows_1252(byte: u8) -> char {
    // Quotes, dashes and the like stand where Latin-1 has control characters.
    const UPPER: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    let upper = byte.checked_sub(0x80).and_then(|index| UPPER.chars().nth(usize::from(index)));
    upper.unwrap_or(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_is_read_from_every_encoding() {
        let text = "A store’s name – é";
        let wide = |unit: fn(u16) -> [u8; 2], mark: [u8; 2]| -> Vec<u8> {
            mark.into_iter().chain(text.encode_utf16().flat_map(unit)).collect()
        };
        for bytes in [
            text.as_bytes().to_vec(),
            wide(u16::to_le_bytes, [0xff, 0xfe]),
            wide(u16::to_be_bytes, [0xfe, 0xff]),
            b"A store\x92s name \x96 \xe9".to_vec(),
            [text.as_bytes(), &"é".as_bytes()[..1]].concat(),
        ] {
            assert_eq!(decode(&bytes), text, "{bytes:?}");
        }
        assert_eq!(decode(&[]), "");
        assert_eq!(decode(&[0xff, 0xfe, 0x41]), "");
    }
}
