//! Secrets: never printed, compared in constant time, sealed before they are stored.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use std::sync::Arc;

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use aws_lc_rs::{digest, hmac, rand};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq;

/// A text that must not reach a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Takes the text in.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for the wire.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether `other` is the same text, in a time that does not tell how much of it is.
    #[must_use]
    pub fn equals(&self, other: &[u8]) -> bool {
        // Digests make the lengths equal, so that the length does not show either.
        bool::from(sha256(self.0.as_bytes()).ct_eq(&sha256(other)))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// SHA-256 of the bytes.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    out
}

/// Seals what has to be stored but not read by whoever reads the database: pay tokens and callback bodies.
///
/// AES-256-GCM with a random nonce in front; the purpose is bound to the ciphertext, so that a value moved to another column does not
/// open.
///
/// What has to be recognised but never read back, such as a payer's number, gets a keyed digest: without the key nobody can try all numbers.
#[derive(Clone)]
pub struct SecretBox {
    sealing: Arc<RandomizedNonceKey>,
    recognising: hmac::Key,
}

impl SecretBox {
    /// Opens the key file, making it on the first start.
    ///
    /// # Errors
    /// A sentence for the log when the file cannot be read or made, or is not a key.
    pub fn open(path: &Path) -> Result<Self, String> {
        let text = read_or_make(path)?;
        let key = URL_SAFE_NO_PAD.decode(text.trim()).map_err(|_| format!("{} is not a key", path.display()))?;
        Self::from_key(&key).ok_or_else(|| format!("{} is not a key", path.display()))
    }

    /// A box with this key of 32 bytes.
    #[must_use]
    pub fn from_key(key: &[u8]) -> Option<Self> {
        let sealing = RandomizedNonceKey::new(&AES_256_GCM, key).ok()?;
        // Another key for another purpose, from the same file.
        let derived = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), b"recognising");
        let recognising = hmac::Key::new(hmac::HMAC_SHA256, derived.as_ref());
        Some(Self { sealing: Arc::new(sealing), recognising })
    }

    /// The digest, in hexadecimal, by which the same text for the same purpose is recognised.
    #[must_use]
    pub fn digest(&self, purpose: &str, plain: &[u8]) -> String {
        let mut context = hmac::Context::with_key(&self.recognising);
        context.update(purpose.as_bytes());
        context.update(&[0]);
        context.update(plain);
        hex::encode(context.sign())
    }

    /// The sealed form of `plain`; `None` only when the machine has no randomness left.
    #[must_use]
    pub fn seal(&self, purpose: &str, plain: &[u8]) -> Option<Vec<u8>> {
        let mut text = plain.to_vec();
        let nonce = self.sealing.seal_in_place_append_tag(Aad::from(purpose.as_bytes()), &mut text).ok()?;
        let mut sealed = nonce.as_ref().to_vec();
        sealed.append(&mut text);
        Some(sealed)
    }

    /// What was sealed for this purpose; `None` when it was not, or was altered.
    #[must_use]
    pub fn unseal(&self, purpose: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, text) = sealed.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut text = text.to_vec();
        let plain = self.sealing.open_in_place(nonce, Aad::from(purpose.as_bytes()), &mut text).ok()?;
        Some(plain.to_vec())
    }
}

/// The text in the file, or 32 fresh random bytes in base64url written to it, readable by the owner only.
///
/// # Errors
/// A sentence for the log when the file can be neither read nor made.
pub fn read_or_make(path: &Path) -> Result<String, String> {
    let fresh = || Ok(URL_SAFE_NO_PAD.encode(random::<32>()?).into_bytes());
    String::from_utf8(read_or_write(path, fresh)?).map_err(|_| format!("{} is not a text", path.display()))
}

fn random<const N: usize>() -> Result<[u8; N], String> {
    let mut bytes = [0; N];
    rand::fill(&mut bytes).map_err(|_| "the machine gives no randomness".to_owned())?;
    Ok(bytes)
}

/// What the file holds. When there is none, what `make` gives is written to it first, readable by the owner only.
///
/// # Errors
/// A sentence for the log when the file can be neither read nor made.
pub fn read_or_write(path: &Path, make: impl FnOnce() -> Result<Vec<u8>, String>) -> Result<Vec<u8>, String> {
    let fault = |error: std::io::Error| format!("{}: {error}", path.display());
    match fs::read(path) {
        Ok(bytes) => return Ok(bytes),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        // A secret that is there and cannot be read must not be replaced by another one.
        Err(error) => return Err(fault(error)),
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(fault)?;
    let bytes = make()?;
    // Written aside and linked into place: nobody ever reads half a secret, and of two processes that start together one wins. The
    // name is nobody else's, so what a crash left behind stops nobody.
    let aside = path.with_extension(format!("{}.new", hex::encode(random::<8>()?)));
    let written = write_new(&aside, &bytes).and_then(|()| match fs::hard_link(&aside, path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        other => other,
    });
    let removed = fs::remove_file(&aside);
    written.and(removed).and_then(|()| fs::File::open(folder)?.sync_all()).map_err(fault)?;
    fs::read(path).map_err(fault)
}

fn write_new(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o400).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_for_its_purpose_only() {
        let keeper = SecretBox::from_key(&[7; 32]).unwrap();
        let sealed = keeper.seal("pay_token", b"v1demo").unwrap();
        assert_eq!(keeper.unseal("pay_token", &sealed).unwrap(), b"v1demo");
        assert_eq!(keeper.unseal("body", &sealed), None);
        assert_eq!(SecretBox::from_key(&[8; 32]).unwrap().unseal("pay_token", &sealed), None);
        let mut altered = sealed.clone();
        altered[NONCE_LEN] ^= 1;
        assert_eq!(keeper.unseal("pay_token", &altered), None);
        assert_eq!(keeper.unseal("pay_token", &sealed[..5]), None);
        assert_ne!(keeper.seal("pay_token", b"v1demo").unwrap(), sealed);
    }

    #[test]
    fn a_digest_recognises_with_its_key_and_for_its_purpose_only() {
        let keeper = SecretBox::from_key(&[7; 32]).unwrap();
        let digest = keeper.digest("phone", b"+22370000000");
        assert_eq!(digest, keeper.digest("phone", b"+22370000000"));
        assert_eq!(digest.len(), 64);
        assert_ne!(digest, keeper.digest("phone", b"+22370000001"));
        assert_ne!(digest, keeper.digest("other", b"+22370000000"));
        assert_ne!(digest, SecretBox::from_key(&[8; 32]).unwrap().digest("phone", b"+22370000000"));
        assert_ne!(digest, hex::encode(sha256(b"+22370000000")));
    }

    #[test]
    fn a_secret_is_not_printed() {
        let secret = Secret::new("hunter2");
        assert_eq!(format!("{secret:?}"), "…");
        assert!(secret.equals(b"hunter2") && !secret.equals(b"hunter") && !secret.equals(b""));
    }

    #[test]
    fn the_key_file_is_made_once_and_kept_from_others() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys/payments.key");
        let sealed = SecretBox::open(&path).unwrap().seal("x", b"plain").unwrap();
        assert_eq!(SecretBox::open(&path).unwrap().unseal("x", &sealed).unwrap(), b"plain");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o400);
    }

    #[test]
    fn of_many_who_start_together_one_makes_the_file_and_all_have_its_secret() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys/token.pk8");
        let gate = std::sync::Barrier::new(8);
        let secrets: Vec<Vec<u8>> = std::thread::scope(|scope| {
            let start = |n: u8| {
                let (gate, path) = (&gate, &path);
                scope.spawn(move || {
                    // Each found no file, and each has made its secret before the first one is written.
                    read_or_write(path, || {
                        gate.wait();
                        Ok(vec![n; 32])
                    })
                })
            };
            let threads: Vec<_> = (0..8).map(start).collect();
            threads.into_iter().map(|thread| thread.join().unwrap().unwrap()).collect()
        });
        assert!(secrets.iter().all(|secret| *secret == fs::read(&path).unwrap()), "{secrets:?}");
        assert_eq!(fs::read_dir(folder.path().join("keys")).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn what_cannot_be_read_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token.pk8");
        fs::create_dir(&path).unwrap();
        let made = read_or_write(&path, || panic!("no secret is to be made"));
        assert!(made.unwrap_err().contains("token.pk8"));
    }
}
