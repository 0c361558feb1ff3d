//! A client speaks TLS without choosing a provider for the whole process.

use crate::api::client::Client;
use oasis_runtime::client::BuildError;

#[tokio::test]
async fn no_provider_is_installed_for_the_process() {
    let client = match Client::new("https://127.0.0.1:1", None) {
        Ok(client) => client,
        // A machine that trusts no certificates cannot speak TLS at all.
        Err(BuildError::Tls(_)) => return,
        Err(other) => panic!("{other:?}"),
    };
    assert!(client.close_session(1, "s").await.unwrap_err().is_retryable());
    assert!(rustls::crypto::CryptoProvider::get_default().is_none());
}

#[test]
fn a_base_address_that_paths_cannot_follow_is_refused() {
    for base in ["", "host", "ftp://host", "https://h?q", "https://h#f", "https://u:p@h", "data:x"]
    {
        assert!(matches!(Client::new(base, None), Err(BuildError::BaseUrl { .. })), "{base}");
    }
}
