//! Reads the body of a response and undoes its content coding, both within a bound.

use flate2::read::MultiGzDecoder;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use std::io::Read;

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

/// Undoes the content codings, of which only gzip was asked for. Returns at most `most` bytes, whether
/// there were more, and why the bytes are as they came although they are encoded.
pub(super) fn decode(
    bytes: Vec<u8>,
    endless: bool,
    codings: &str,
    most: usize,
) -> (Vec<u8>, bool, Option<String>) {
    let codings = codings.to_ascii_lowercase();
    let is_told = |name: &&str| !name.is_empty() && *name != "identity";
    let codings: Vec<&str> = codings.split(',').map(str::trim).filter(is_told).collect();
    let decoded = match codings[..] {
        _ if bytes.is_empty() => return (bytes, endless, None),
        [] => return (bytes, endless, None),
        ["gzip" | "x-gzip"] => gunzip(&bytes, endless, most),
        _ => Err(format!("the content coding {} was not asked for", codings.join(", "))),
    };
    match decoded {
        Ok((bytes, endless)) => (bytes, endless, None),
        Err(reason) => (bytes, endless, Some(reason)),
    }
}

/// The end of a body that was cut off is missing, which is no mistake of the server.
fn gunzip(bytes: &[u8], cut: bool, most: usize) -> Result<(Vec<u8>, bool), String> {
    let mut decoded = Vec::new();
    let bound = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    match MultiGzDecoder::new(bytes).take(bound).read_to_end(&mut decoded) {
        Err(error) if !cut => return Err(format!("the body cannot be decompressed: {error}")),
        Err(_) | Ok(_) => {}
    }
    let endless = cut || decoded.len() > most;
    decoded.truncate(most);
    Ok((decoded, endless))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn gzip_is_undone_within_the_bound_and_nothing_else() {
        let text = b"text".to_vec();
        let half = gzip(b"text")[..15].to_vec();
        for (bytes, codings, cut, decoded) in [
            (gzip(b"text"), "gzip", false, Some((&b"text"[..], false))),
            (gzip(b"text"), " X-GZIP , identity", false, Some((b"text", false))),
            ([gzip(b"te"), gzip(b"xt")].concat(), "gzip", false, Some((b"text", false))),
            (text.clone(), "identity", false, Some((b"text", false))),
            (text.clone(), "", false, Some((b"text", false))),
            (Vec::new(), "gzip", false, Some((b"", false))),
            (gzip(&vec![0; 20 << 20]), "gzip", false, Some((&[0; 100], true))),
            // The rest was not read, so nobody can say that it was not there.
            (half.clone(), "gzip", true, Some((b"", true))),
            (half, "gzip", false, None),
            (text.clone(), "gzip", false, None),
            (text.clone(), "br", false, None),
            (text, "gzip, br", false, None),
            (gzip(&gzip(b"text")), "gzip,gzip", false, None),
        ] {
            let (came, endless, reason) = decode(bytes.clone(), cut, codings, 100);
            match decoded {
                Some((text, more)) => {
                    assert!(reason.is_none() && endless == more, "{codings}: {reason:?}");
                    assert!(came.starts_with(text) && (cut || came.len() == text.len()));
                }
                None => assert!(reason.is_some() && came == bytes, "{codings}"),
            }
        }
    }
}
