//! TLS for one client: ring, and the certificates that the platform trusts.
//!
//! The configuration is handed to reqwest ready made. Nothing is installed for the process: which
//! provider a program uses elsewhere is its own choice.

use super::BuildError;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;
use std::sync::Arc;

/// The configuration of a client; one that never speaks TLS trusts nobody, so that a machine without
/// certificates can still speak plain HTTP.
pub(super) fn config(needs_tls: bool) -> Result<ClientConfig, BuildError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(BuildError::Tls)?;
    let builder = if needs_tls {
        builder.with_platform_verifier().map_err(BuildError::Tls)?
    } else {
        builder.with_root_certificates(RootCertStore::empty())
    };
    Ok(builder.with_no_client_auth())
}
