//! Ids that are taken for other ids, or for more than ids.
//!
//! Each of these treats the last segment of a path other than as one opaque text.

use super::Fault;
use super::edit::{SESSION, SHOPPER, after, before, fail, is};
use axum::body::Bytes;
use axum::http::{Request, StatusCode};

const HOSTILE: &[&str] = &["contract/path-hostile", "contract/path-unknown-id"];
const UNKNOWN: &[&str] = &["contract/path-unknown-id", "contract/path-hostile"];
const ERROR: &[&str] =
    &["contract/server-error", "contract/path-hostile", "contract/path-unknown-id"];

pub(super) const FAULTS: &[Fault] = &[
    after("path-200-for-dots", HOSTILE, "serves ids made of dots", |seen, response| {
        let path = seen.request.uri().path().replace("%2E", ".").replace("%2e", ".");
        if path.ends_with("..") && response.status() == StatusCode::NOT_FOUND {
            fail(response, StatusCode::OK);
        }
    }),
    after("path-500-for-encoded-slash", ERROR, "fails on %2F", |seen, response| {
        fail_on(&seen.request, response, |path| path.contains("%2f"));
    }),
    after("path-500-for-nul", ERROR, "fails on %00", |seen, response| {
        fail_on(&seen.request, response, |path| path.contains("%00"));
    }),
    after("path-500-for-unicode", ERROR, "fails on ids beyond ASCII", |seen, response| {
        fail_on(&seen.request, response, |path| {
            ["%c", "%d", "%e", "%f"].iter().any(|lead| path.contains(lead))
        });
    }),
    after("path-500-for-bad-escape", ERROR, "fails on escapes that are none", |seen, response| {
        fail_on(&seen.request, response, |path| {
            path.split('%').skip(1).any(|escape| {
                !escape.get(..2).is_some_and(|it| it.bytes().all(|byte| byte.is_ascii_hexdigit()))
            })
        });
    }),
    after("path-500-for-long-id", ERROR, "fails on ids over 1,000 bytes", |seen, response| {
        fail_on(&seen.request, response, |path| path.len() > 1_000);
    }),
    after("path-500-for-quote", ERROR, "fails on a quote in an id", |seen, response| {
        fail_on(&seen.request, response, |path| path.contains("%27") || path.contains('\''));
    }),
    after(
        "path-500-for-text-store",
        ERROR,
        "fails on a storeId that is no number",
        |seen, response| {
            fail_on(&seen.request, response, |path| {
                store(path).is_some_and(|store| store.parse::<f64>().is_err())
            });
        },
    ),
    after("path-500-for-negative-store", ERROR, "fails on a storeId below 0", |seen, response| {
        fail_on(&seen.request, response, |path| store(path).is_some_and(|it| it.starts_with('-')));
    }),
    after("path-500-for-huge-store", ERROR, "fails on a storeId of 2^63", |seen, response| {
        fail_on(&seen.request, response, |path| {
            store(path).is_some_and(|it| it.parse::<u64>().is_ok_and(|it| it > i64::MAX as u64))
        });
    }),
    before(
        "path-store-read-leniently",
        HOSTILE,
        "reads the digits a storeId begins with",
        |request, _| {
            rewrite(request, |path| match store(path) {
                Some(id) => {
                    let digits: String = id.chars().take_while(char::is_ascii_digit).collect();
                    path.replacen(&format!("/stores/{id}/"), &format!("/stores/{digits}/"), 1)
                }
                None => path.to_owned(),
            });
        },
    ),
    before("path-trims-id", HOSTILE, "cuts blanks off ids", |request, _| {
        rewrite(request, |path| path.trim_end_matches("%20").replace("/%20", "/"));
    }),
    before("path-lowers-id", HOSTILE, "finds ids in any case", |request, _| {
        rewrite(request, |path| match path.rsplit_once("/sessions/") {
            Some((base, id)) => format!("{base}/sessions/{}", id.to_lowercase()),
            None => path.to_owned(),
        });
    }),
    before("path-cuts-id-at-nul", HOSTILE, "ends ids at %00", |request, _| {
        rewrite(request, |path| path.split("%00").next().unwrap_or_default().to_owned());
    }),
    before("path-cuts-id-at-semicolon", HOSTILE, "ends ids at a semicolon", |request, _| {
        rewrite(request, |path| {
            path.replace("%3B", ";").split(';').next().unwrap_or_default().to_owned()
        });
    }),
    after("path-unknown-500", ERROR, "fails on unknown sessions", |seen, response| {
        if response.status() == StatusCode::NOT_FOUND && is(&seen.request, SESSION) {
            fail(response, StatusCode::INTERNAL_SERVER_ERROR);
        }
    }),
    after(
        "path-unknown-redirect",
        UNKNOWN,
        "sends unknown shoppers elsewhere",
        |seen, response| {
            if response.status() == StatusCode::NOT_FOUND && is(&seen.request, SHOPPER) {
                fail(response, StatusCode::FOUND);
            }
        },
    ),
    after(
        "path-unknown-unauthorized",
        UNKNOWN,
        "answers unknown sessions with 401",
        |seen, response| {
            if response.status() == StatusCode::NOT_FOUND && is(&seen.request, SESSION) {
                fail(response, StatusCode::UNAUTHORIZED);
            }
        },
    ),
];

/// Sends the request to another path.
fn rewrite(request: &mut Request<Bytes>, change: impl FnOnce(&str) -> String) {
    let changed = change(request.uri().path());
    if changed != request.uri().path()
        && let Ok(uri) = changed.parse()
    {
        *request.uri_mut() = uri;
    }
}

/// Fails where the path, its escapes in small letters, is such and the caller is known.
fn fail_on(
    request: &Request<Bytes>,
    response: &mut axum::http::Response<Bytes>,
    condition: impl FnOnce(&str) -> bool,
) {
    let path = request.uri().path().replace("%2F", "%2f").replace("%C", "%c");
    let path = path.replace("%D", "%d").replace("%E", "%e").replace("%F", "%f");
    if response.status() != StatusCode::UNAUTHORIZED && condition(&path) {
        fail(response, StatusCode::INTERNAL_SERVER_ERROR);
    }
}

/// The storeId of a path as it was sent.
fn store(path: &str) -> Option<&str> {
    path.split_once("/stores/")?.1.split('/').next()
}
