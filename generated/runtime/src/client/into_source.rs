//! What may be given as the token of a client: plain text, a [`Token`], or a source that renews it.
//!
//! Text is checked here, and the builder keeps what is wrong with it until `build`.

use super::{ClientCredentials, Token, TokenError, TokenSource};

/// What a client takes as its token: a `&str` or `String`, a [`Token`], a [`TokenSource`],
/// [`ClientCredentials`], or `None` for no token at all.
///
/// Text that is no token, because it is empty or holds spaces, is reported by
/// [`Builder::build`](super::Builder::build) as
/// [`BuildError::Token`](super::BuildError::Token); the error does not show it.
///
/// ```
/// use oasis_runtime::client::{BuildError, Http, Token, TokenSource};
///
/// let http = Http::builder().base_url("https://api.example");
/// assert!(http.token("t0ken").build().is_ok());
///
/// let http = Http::builder().base_url("https://api.example");
/// assert!(matches!(http.token("Bearer t0ken").build(), Err(BuildError::Token(_))));
/// ```
pub trait IntoTokenSource {
    /// The source of tokens, if there is to be one.
    ///
    /// # Errors
    /// The text is no token.
    fn into_token_source(self) -> Result<Option<TokenSource>, TokenError>;
}

impl IntoTokenSource for &str {
    fn into_token_source(self) -> Result<Option<TokenSource>, TokenError> {
        Token::new(self)?.into_token_source()
    }
}

impl IntoTokenSource for String {
    fn into_token_source(self) -> Result<Option<TokenSource>, TokenError> {
        self.as_str().into_token_source()
    }
}

impl IntoTokenSource for &String {
    fn into_token_source(self) -> Result<Option<TokenSource>, TokenError> {
        self.as_str().into_token_source()
    }
}

impl IntoTokenSource for Token {
    fn into_token_source(self) -> Result<Option<TokenSource>, TokenError> {
        TokenSource::from(self).into_token_source()
    }
}

impl IntoTokenSource for ClientCredentials {
    fn into_token_source(self) -> Result<Option<TokenSource>, TokenError> {
        TokenSource::from(self).into_token_source()
    }
}

impl IntoTokenSource for TokenSource {
    fn into_token_source(self) -> Result<Option<TokenSource>, TokenError> {
        Ok(Some(self))
    }
}

/// `None` sends no token. For a source alone, so that a bare `None` needs no type.
impl IntoTokenSource for Option<TokenSource> {
    fn into_token_source(self) -> Result<Option<TokenSource>, TokenError> {
        Ok(self)
    }
}
