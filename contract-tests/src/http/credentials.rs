//! The ways in which the token is presented: one table for the header, the URL and the curl line.
//!
//! What is stored is the way, never the token.

use crate::target::Secret;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};

/// How the token is presented.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Auth {
    /// `Authorization: Bearer <token>`.
    Token,
    /// Not at all.
    Nothing,
    /// The token behind this scheme name.
    Scheme(String),
    /// This text in the `Authorization` header; it holds no token.
    Literal(String),
    /// `Bearer` and the token without its last character.
    Shortened,
    /// `Bearer` and the token with one character more.
    Lengthened,
    /// `Bearer` and the token with upper and lower case exchanged.
    SwappedCase,
    /// `Basic` and the encoded token as the password.
    Basic,
    /// The token alone in the `Authorization` header.
    Bare,
    /// The token in this query parameter and in no header.
    Query(String),
    /// The token in this cookie and in no `Authorization` header.
    Cookie(String),
}

/// What a query parameter holds as it is.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// One row of the table: what is sent, and what a shell writes for it.
struct Row {
    /// The header; none: it goes into the query.
    header: Option<&'static str>,
    sent: String,
    /// An option of curl, or the query within double quotes.
    shell: String,
}

impl Auth {
    /// The header that presents the token.
    pub fn header(&self, token: &Secret) -> Option<(&'static str, String)> {
        let row = self.row(token)?;
        Some((row.header?, row.sent))
    }

    /// The query parameter that presents the token, encoded, without `?` or `&`.
    pub fn query(&self, token: &Secret) -> Option<String> {
        self.row(token).filter(|row| row.header.is_none()).map(|row| row.sent)
    }

    /// What a shell writes to present the token that it has in `OASIS_TOKEN`: an option of curl, and a
    /// query parameter within double quotes; one of them or none.
    pub(super) fn curl(&self, token: &Secret) -> (Option<String>, Option<String>) {
        match self.row(token) {
            None => (None, None),
            Some(Row { header: Some(_), shell, .. }) => (Some(shell), None),
            Some(Row { header: None, shell, .. }) => (None, Some(shell)),
        }
    }

    fn row(&self, secret: &Secret) -> Option<Row> {
        let token = secret.expose();
        let authorization = |sent: String, shell: &str| {
            let shell = format!("-H \"Authorization: {shell}\"");
            Some(Row { header: Some("authorization"), sent, shell })
        };
        match self {
            Self::Nothing => None,
            Self::Token => authorization(format!("Bearer {token}"), "Bearer $OASIS_TOKEN"),
            Self::Scheme(scheme) => {
                let shell = format!("{} $OASIS_TOKEN", escaped(scheme));
                authorization(format!("{scheme} {token}"), &shell)
            }
            Self::Literal(text) => authorization(text.clone(), &escaped(text)),
            Self::Shortened => {
                let shorter = &token[..token.len() - 1];
                authorization(format!("Bearer {shorter}"), "Bearer ${OASIS_TOKEN%?}")
            }
            Self::Lengthened => authorization(format!("Bearer {token}x"), "Bearer ${OASIS_TOKEN}x"),
            Self::SwappedCase => {
                let shell = "Bearer $(printf %s \"$OASIS_TOKEN\" | tr a-zA-Z A-Za-z)";
                authorization(format!("Bearer {}", secret.swapped()), shell)
            }
            Self::Basic => {
                let encoded = BASE64_STANDARD.encode(format!("api:{token}"));
                let shell = "-u \"api:$OASIS_TOKEN\"".to_owned();
                Some(Row { header: Some("authorization"), sent: format!("Basic {encoded}"), shell })
            }
            Self::Bare => authorization(token.to_owned(), "$OASIS_TOKEN"),
            Self::Query(name) => {
                let name = utf8_percent_encode(name, QUERY).to_string();
                let shell = format!("{name}=$OASIS_TOKEN");
                let sent = format!("{name}={}", utf8_percent_encode(token, QUERY));
                Some(Row { header: None, sent, shell })
            }
            Self::Cookie(name) => {
                let shell = format!("-H \"Cookie: {}=$OASIS_TOKEN\"", escaped(name));
                Some(Row { header: Some("cookie"), sent: format!("{name}={token}"), shell })
            }
        }
    }
}

/// Text that stands within double quotes of a POSIX shell and is not expanded.
fn escaped(text: &str) -> String {
    let special = |c: char| matches!(c, '"' | '\\' | '$' | '`');
    text.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_has_its_header_its_query_and_its_curl_line() {
        let secret = Secret::new("To/k-42").unwrap();
        let authorization = |value: &str| Some(("authorization", value.to_owned()));
        for (auth, header, query, shell) in [
            (
                Auth::Token,
                authorization("Bearer To/k-42"),
                None,
                "\"Authorization: Bearer $OASIS_TOKEN\"",
            ),
            (Auth::Nothing, None, None, ""),
            (Auth::Scheme("b$".into()), authorization("b$ To/k-42"), None, "b\\$ $OASIS_TOKEN"),
            (Auth::Literal("a`b".into()), authorization("a`b"), None, "a\\`b"),
            (Auth::Shortened, authorization("Bearer To/k-4"), None, "${OASIS_TOKEN%?}"),
            (Auth::Lengthened, authorization("Bearer To/k-42x"), None, "${OASIS_TOKEN}x"),
            (Auth::SwappedCase, authorization("Bearer tO/K-42"), None, "tr a-zA-Z A-Za-z"),
            (Auth::Basic, authorization("Basic YXBpOlRvL2stNDI="), None, "-u \"api:$OASIS_TOKEN\""),
            (Auth::Bare, authorization("To/k-42"), None, "\"Authorization: $OASIS_TOKEN\""),
            (Auth::Query("t&".into()), None, Some("t%26=To%2Fk-42"), "t%26=$OASIS_TOKEN"),
            (
                Auth::Cookie("sid".into()),
                Some(("cookie", "sid=To/k-42".to_owned())),
                None,
                "Cookie: sid=",
            ),
        ] {
            assert_eq!(auth.header(&secret), header);
            assert_eq!(auth.query(&secret).as_deref(), query);
            let (option, in_query) = auth.curl(&secret);
            let line = option.or(in_query).unwrap_or_default();
            assert!(line.contains(shell) && !line.contains("42"), "{auth:?}: {line}");
            let stored = serde_json::to_string(&auth).unwrap();
            assert_eq!(serde_json::from_str::<Auth>(&stored).unwrap(), auth);
        }
    }
}
