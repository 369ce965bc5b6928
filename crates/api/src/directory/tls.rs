//! Whose certificates are believed when the server calls out.

use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use super::DirectoryError;

/// Encryption by the public authorities, and those of a file.
///
/// # Errors
/// The file has no certificates.
pub(super) fn config(section: &'static str, ca_file: Option<&Path>) -> Result<ClientConfig, DirectoryError> {
    let fault = |detail: String| DirectoryError::Settings { section, detail };
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    if let Some(file) = ca_file {
        let unreadable = |error: &dyn std::fmt::Display| fault(format!("{}: {error}", file.display()));
        let certificates = CertificateDer::pem_file_iter(file).map_err(|error| unreadable(&error))?;
        let before = roots.len();
        for certificate in certificates {
            roots.add(certificate.map_err(|error| unreadable(&error))?).map_err(|error| unreadable(&error))?;
        }
        if roots.len() == before {
            return Err(fault(format!("{} não tem certificados em PEM", file.display())));
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| fault(error.to_string()))?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

/// Whether an address is of this machine, where nothing need be encrypted on the way.
pub(super) fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}
