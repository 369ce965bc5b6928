//! A directory of a few lines: binds, searches by one attribute, StartTLS (RFC 4511).

use std::sync::{Arc, Mutex};

use rcgen::CertifiedKey;
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// Someone in the directory.
#[derive(Clone)]
pub struct Entry {
    pub dn: &'static str,
    pub password: &'static str,
    pub attributes: Vec<(&'static str, Vec<Vec<u8>>)>,
}

/// How a connection is encrypted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Encryption {
    None,
    FromTheStart,
    WhenAsked,
}

/// A directory that runs until it is dropped.
pub struct Server {
    pub port: u16,
    /// The certificate of a directory that encrypts.
    pub certificate: String,
    binds: Arc<Mutex<Vec<String>>>,
    served: tokio::task::JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.served.abort();
    }
}

impl Server {
    pub async fn with(entries: Vec<Entry>, encryption: Encryption) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (certificate, acceptor) = acceptor();
        let binds = Arc::new(Mutex::new(Vec::new()));
        let directory = Directory { entries, binds: Arc::clone(&binds), encryption };
        let served = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(directory.clone(), stream, acceptor.clone()));
            }
        });
        Self { port, certificate, binds, served }
    }

    /// The names by which people were bound, whether it went well or not.
    pub fn binds(&self) -> Vec<String> {
        self.binds.lock().unwrap().clone()
    }
}

#[derive(Clone)]
struct Directory {
    entries: Vec<Entry>,
    binds: Arc<Mutex<Vec<String>>>,
    encryption: Encryption,
}

fn acceptor() -> (String, TlsAcceptor) {
    let CertifiedKey { cert, signing_key } = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_no_client_auth().with_single_cert(vec![cert.der().clone()], key).unwrap();
    (cert.pem(), TlsAcceptor::from(Arc::new(config)))
}

async fn talk(directory: Directory, mut stream: TcpStream, acceptor: TlsAcceptor) {
    match directory.encryption {
        Encryption::None => while directory.answer(&mut stream).await {},
        Encryption::FromTheStart => {
            let Ok(mut stream) = acceptor.accept(stream).await else { return };
            while directory.answer(&mut stream).await {}
        }
        Encryption::WhenAsked => {
            // The one question that is answered in the clear is for encryption.
            let Some(message) = read_element(&mut stream).await else { return };
            let parts = elements(&message.content);
            assert_eq!(parts[1].tag, EXTENDED_REQUEST);
            stream.write_all(&answer(&parts[0], EXTENDED_RESPONSE, 0)).await.unwrap();
            let Ok(mut stream) = acceptor.accept(stream).await else { return };
            while directory.answer(&mut stream).await {}
        }
    }
}

const BIND_REQUEST: u8 = 0x60;
const BIND_RESPONSE: u8 = 0x61;
const UNBIND_REQUEST: u8 = 0x42;
const SEARCH_REQUEST: u8 = 0x63;
const SEARCH_ENTRY: u8 = 0x64;
const SEARCH_DONE: u8 = 0x65;
const EXTENDED_REQUEST: u8 = 0x77;
const EXTENDED_RESPONSE: u8 = 0x78;
const EQUALITY: u8 = 0xA3;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const OCTETS: u8 = 0x04;
const ENUMERATED: u8 = 0x0A;

const INVALID_CREDENTIALS: u8 = 49;

impl Directory {
    /// Answers one question; not, where there are no more.
    async fn answer(&self, stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) -> bool {
        let Some(message) = read_element(stream).await else { return false };
        let parts = elements(&message.content);
        let (id, operation) = (&parts[0], &parts[1]);
        let answers = match operation.tag {
            BIND_REQUEST => answer(id, BIND_RESPONSE, self.bind(&elements(&operation.content))),
            SEARCH_REQUEST => self.search(id, &elements(&operation.content)),
            UNBIND_REQUEST => return false,
            other => panic!("operation {other:#x}"),
        };
        stream.write_all(&answers).await.is_ok()
    }

    fn bind(&self, parts: &[Element]) -> u8 {
        let text = |element: &Element| String::from_utf8(element.content.clone()).unwrap();
        let (dn, password) = (text(&parts[1]), text(&parts[2]));
        self.binds.lock().unwrap().push(dn.clone());
        // Nobody in particular, which real directories welcome.
        if password.is_empty() {
            return 0;
        }
        let known = self.entries.iter().any(|entry| entry.is_called(&dn) && entry.password == password);
        if known { 0 } else { INVALID_CREDENTIALS }
    }

    fn search(&self, id: &Element, parts: &[Element]) -> Vec<u8> {
        let base = String::from_utf8(parts[0].content.clone()).unwrap();
        let is_base = parts[1].content == [0];
        let filter = &parts[6];
        let of_filter: Vec<Vec<u8>> = match filter.tag {
            EQUALITY => elements(&filter.content).into_iter().map(|part| part.content).collect(),
            _ => Vec::new(),
        };
        let fits = |entry: &&Entry| match of_filter.as_slice() {
            [attribute, value] => {
                let attribute = std::str::from_utf8(attribute).unwrap();
                entry.attributes.iter().any(|(name, values)| *name == attribute && values.contains(value))
            }
            _ => true,
        };
        let below = |entry: &&Entry| if is_base { entry.dn == base } else { entry.dn.ends_with(&base) };
        let mut answers = Vec::new();
        for entry in self.entries.iter().filter(below).filter(fits) {
            let attributes: Vec<u8> =
                entry.attributes.iter().flat_map(|(name, values)| attribute(name, values)).collect();
            let content = [element(OCTETS, entry.dn.as_bytes()), element(SEQUENCE, &attributes)].concat();
            answers.extend(message(id, &element(SEARCH_ENTRY, &content)));
        }
        answers.extend(answer(id, SEARCH_DONE, 0));
        answers
    }
}

impl Entry {
    /// As what it may be bound: its name, or as Active Directory has it, `login@domain`.
    fn is_called(&self, name: &str) -> bool {
        let principal = |(attribute, values): &(&str, Vec<Vec<u8>>)| {
            *attribute == "userPrincipalName" && values.iter().any(|value| value == name.as_bytes())
        };
        self.dn.eq_ignore_ascii_case(name) || self.attributes.iter().any(principal)
    }
}

fn attribute(name: &str, values: &[Vec<u8>]) -> Vec<u8> {
    let values: Vec<u8> = values.iter().flat_map(|value| element(OCTETS, value)).collect();
    element(SEQUENCE, &[element(OCTETS, name.as_bytes()), element(SET, &values)].concat())
}

fn answer(id: &Element, tag: u8, code: u8) -> Vec<u8> {
    let result = [element(ENUMERATED, &[code]), element(OCTETS, b""), element(OCTETS, b"")].concat();
    message(id, &element(tag, &result))
}

fn message(id: &Element, operation: &[u8]) -> Vec<u8> {
    element(SEQUENCE, &[&element(id.tag, &id.content), operation].concat())
}

/// A tag and what it holds (X.690, definite lengths).
struct Element {
    tag: u8,
    content: Vec<u8>,
}

fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let mut bytes = vec![tag];
    match length {
        0..=0x7F => bytes.push(length as u8),
        _ => bytes.extend([0x82, (length >> 8) as u8, length as u8]),
    }
    bytes.extend(content);
    bytes
}

fn elements(mut bytes: &[u8]) -> Vec<Element> {
    let mut found = Vec::new();
    while let [tag, first, rest @ ..] = bytes {
        let more = if *first < 0x80 { 0 } else { usize::from(first & 0x7F) };
        let length = if more == 0 { usize::from(*first) } else { number(&rest[..more]) };
        found.push(Element { tag: *tag, content: rest[more..more + length].to_vec() });
        bytes = &rest[more + length..];
    }
    found
}

fn number(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |number, byte| number << 8 | usize::from(*byte))
}

async fn read_element(stream: &mut (impl AsyncRead + Unpin)) -> Option<Element> {
    let tag = stream.read_u8().await.ok()?;
    let first = stream.read_u8().await.ok()?;
    let length = match first {
        0..=0x7F => usize::from(first),
        _ => {
            let mut bytes = vec![0; usize::from(first & 0x7F)];
            stream.read_exact(&mut bytes).await.ok()?;
            number(&bytes)
        }
    };
    let mut content = vec![0; length];
    stream.read_exact(&mut content).await.ok()?;
    Some(Element { tag, content })
}
