//! Reads the body of a response and undoes its content coding, both within a bound.
//!
//! Out come the bytes, whether the bound was reached, and why they could not be decoded if they could
//! not.

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use std::io::Read;

/// A body as it is to be judged.
#[derive(Debug, PartialEq)]
pub(super) struct Body {
    pub(super) bytes: Vec<u8>,
    /// The bound was reached and the rest not read.
    pub(super) endless: bool,
    /// Why `bytes` are as they came although they are encoded.
    pub(super) undecodable: Option<String>,
}

/// Reads at most this many bytes; the flag says that there were more.
pub(super) async fn read(mut body: Incoming, most: usize) -> hyper::Result<(Vec<u8>, bool)> {
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        // Trailers say nothing that is judged.
        if let Ok(data) = frame?.into_data() {
            bytes.extend_from_slice(&data);
        }
        if bytes.len() > most {
            bytes.truncate(most);
            return Ok((bytes, true));
        }
    }
    Ok((bytes, false))
}

/// Undoes the content codings named by the headers; at most `most` bytes come out.
pub(super) fn decode(bytes: Vec<u8>, endless: bool, codings: &[&str], most: usize) -> Body {
    let mut codings = codings
        .iter()
        .flat_map(|value| value.split(','))
        .map(|name| name.trim().to_ascii_lowercase())
        .filter(|name| !name.is_empty() && name != "identity");
    let (coding, more) = (codings.next(), codings.next());
    let Some(coding) = coding.filter(|_| !bytes.is_empty()) else {
        return Body { bytes, endless, undecodable: None };
    };
    let decoded = match (coding.as_str(), more) {
        ("gzip" | "x-gzip", None) => inflate(MultiGzDecoder::new(&bytes[..]), endless, most),
        // Some servers leave out the wrapping that the standard asks for.
        ("deflate", None) => inflate(ZlibDecoder::new(&bytes[..]), endless, most)
            .or_else(|_| inflate(DeflateDecoder::new(&bytes[..]), endless, most)),
        (_, None) => Err(format!("the content coding {coding:?} was not asked for")),
        (_, Some(_)) => Err("several content codings were not asked for".to_owned()),
    };
    match decoded {
        Ok((bytes, endless)) => Body { bytes, endless, undecodable: None },
        Err(reason) => Body { bytes, endless, undecodable: Some(reason) },
    }
}

/// What comes out of a decoder, and whether there is more. The end of a body that was cut off is missing,
/// which is no mistake of the server.
fn inflate(decoder: impl Read, cut: bool, most: usize) -> Result<(Vec<u8>, bool), String> {
    let mut bytes = Vec::new();
    let bound = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    match decoder.take(bound).read_to_end(&mut bytes) {
        Err(error) if !cut => return Err(format!("the body cannot be decompressed: {error}")),
        Err(_) | Ok(_) => {}
    }
    let endless = cut || bytes.len() > most;
    bytes.truncate(most);
    Ok((bytes, endless))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn body(bytes: &[u8], endless: bool) -> Body {
        Body { bytes: bytes.to_vec(), endless, undecodable: None }
    }

    #[test]
    fn codings_are_undone() {
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
        zlib.write_all(b"text").unwrap();
        let mut raw = DeflateEncoder::new(Vec::new(), Compression::fast());
        raw.write_all(b"text").unwrap();
        let twice = [gzip(b"te"), gzip(b"xt")].concat();
        for (bytes, coding) in [
            (gzip(b"text"), "gzip"),
            (gzip(b"text"), " X-GZIP , identity"),
            (twice, "gzip"),
            (zlib.finish().unwrap(), "deflate"),
            (raw.finish().unwrap(), "Deflate"),
            (b"text".to_vec(), "identity"),
            (b"text".to_vec(), ""),
        ] {
            assert_eq!(decode(bytes, false, &[coding], 100), body(b"text", false), "{coding}");
        }
        assert_eq!(decode(Vec::new(), false, &["gzip"], 100), body(b"", false));
    }

    #[test]
    fn what_cannot_be_decoded_stays_as_it_came() {
        let half = gzip(b"text")[..15].to_vec();
        for (bytes, codings) in [
            (b"text".to_vec(), &["gzip"][..]),
            (half.clone(), &["gzip"]),
            (b"\xff\xff".to_vec(), &["deflate"]),
            (b"text".to_vec(), &["br"]),
            (gzip(&gzip(b"text")), &["gzip", "gzip"]),
            (b"text".to_vec(), &["gzip, br"]),
        ] {
            let decoded = decode(bytes.clone(), false, codings, 100);
            assert!(decoded.undecodable.is_some() && decoded.bytes == bytes, "{codings:?}");
        }
        // The rest was not read, so nobody can say that it was not there.
        assert!(decode(half, true, &["gzip"], 100).undecodable.is_none());
    }

    #[test]
    fn a_bomb_does_not_go_off() {
        let bomb = gzip(&vec![0; 20 << 20]);
        let decoded = decode(bomb, false, &["gzip"], 1000);
        assert_eq!(decoded, body(&[0; 1000], true));
    }
}
