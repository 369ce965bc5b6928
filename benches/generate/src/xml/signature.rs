//! Signatures: of the size and make-up of real ones, signing nothing.

use super::Xml;
use crate::random::Random;

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Characters of a certificate's random part: an RSA public key and the authority's signature of 2 048
/// bits each. The rest are names and addresses, much alike in all certificates.
const RANDOM_CERTIFICATE_CHARACTERS: usize = 688;
const CERTIFICATE_CHARACTERS: usize = 1_820;
const SIGNATURE_CHARACTERS: usize = 342;
const DIGEST_CHARACTERS: usize = 27;

/// What differs between the signatures of one issuer's documents.
pub(super) struct Seal {
    random: Random,
    /// The digest, which the protocol repeats.
    pub digest: String,
}

impl Seal {
    /// The seal of a document.
    pub fn of(key: &str) -> Self {
        let mut random = Random::fork(hash(key), 1);
        let mut digest = String::with_capacity(DIGEST_CHARACTERS + 1);
        noise(&mut digest, &mut random, DIGEST_CHARACTERS);
        digest.push('=');
        Self { random, digest }
    }
}

/// Writes the signature of an element with an id (`NFe3526...`) by an issuer.
pub(super) fn sign(xml: &mut Xml, id: &str, seal: &mut Seal, issuer: &str) {
    xml.raw(
        r##"<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo><CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/><SignatureMethod Algorithm="http://www.w3.org/2000/09/xmldsig#rsa-sha1"/><Reference URI="#"##,
    );
    xml.raw(id);
    xml.raw(
        r#""><Transforms><Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/><Transform Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/></Transforms><DigestMethod Algorithm="http://www.w3.org/2000/09/xmldsig#sha1"/><DigestValue>"#,
    );
    xml.raw(&seal.digest);
    xml.raw("</DigestValue></Reference></SignedInfo><SignatureValue>");
    noise(&mut xml.text, &mut seal.random, SIGNATURE_CHARACTERS);
    xml.raw("==</SignatureValue><KeyInfo><X509Data><X509Certificate>");
    certificate(&mut xml.text, issuer);
    xml.raw("</X509Certificate></X509Data></KeyInfo></Signature>");
}

/// What stands for an issuer's certificate.
fn certificate(text: &mut String, issuer: &str) {
    const NAMES: &str = "MIIHODCCBiCgAwIBAgIIexemploDQYJKoZIhvcNAQELBQAwdTELMAkGA1UEBhMCQlIxEzARBgNVBAoMCkV4ZW1wbG8tQnJhc2lsMTYwNAYDVQQLDC1BdXRvcmlkYWRlIENlcnRpZmljYWRvcmEgRGVtb25zdHJhY2FvIDEZMBcGA1UEAwwQQUMgRXhlbXBsbyBNb2RlbG8w";
    let mut random = Random::fork(hash(issuer), 2);
    let end = text.len() + CERTIFICATE_CHARACTERS - RANDOM_CERTIFICATE_CHARACTERS;
    while text.len() < end {
        let piece = &NAMES[..NAMES.len().min(end - text.len())];
        text.push_str(piece);
    }
    noise(text, &mut random, RANDOM_CERTIFICATE_CHARACTERS);
}

fn noise(text: &mut String, random: &mut Random, characters: usize) {
    let mut left = characters;
    while left > 0 {
        let mut bits = random.bits();
        for _ in 0..left.min(10) {
            text.push(char::from(BASE64[(bits & 63) as usize]));
            bits >>= 6;
        }
        left -= left.min(10);
    }
}

/// FNV-1a.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_has_the_size_of_a_real_one() {
        let mut xml = Xml::default();
        sign(&mut xml, "NFe35260311222333000181550010000000011000000019", &mut Seal::of("1"), "11222333000181");
        let text = xml.finish();
        assert!((2_700..3_100).contains(&text.len()), "{}", text.len());
        assert!(text.contains("<SignatureValue>") && text.ends_with("</Signature>"));
    }
}
