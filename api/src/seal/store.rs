//! Where the signing key lives: `<data>/keys`, made on the first start, readable by the service's account only.
//!
//! `active.pk8` is the private key (PKCS#8); `retired/<kid>.json` is the public half of each key before it, which is all that
//! remains of it. Nothing else of the program opens that directory.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};

use super::key::{Jwk, KeyRing, PublicKey, with_low_s};
use super::{SealFault, Signer};

/// The signing key in this process. An HSM would be another [`Signer`].
pub struct FileSigner {
    pair: EcdsaKeyPair,
    public: PublicKey,
}

impl FileSigner {
    /// From a PKCS#8 key.
    ///
    /// # Errors
    /// [`SealFault::Key`] when the bytes are not a P-256 key.
    pub fn from_pkcs8(bytes: &[u8]) -> Result<Self, SealFault> {
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, bytes)
            .map_err(|fault| SealFault::Key(format!("the key file is not a P-256 PKCS#8 key ({fault})")))?;
        let public = PublicKey::from_point(pair.public_key().as_ref())
            .ok_or_else(|| SealFault::Key("the public half is not a P-256 point".into()))?;
        Ok(Self { pair, public })
    }
}

impl Signer for FileSigner {
    fn public_key(&self) -> &PublicKey {
        &self.public
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; 64], SealFault> {
        let signature = self.pair.sign(&SystemRandom::new(), message).map_err(|_| SealFault::Signing)?;
        let raw = signature.as_ref().try_into().map_err(|_| SealFault::Signing)?;
        Ok(with_low_s(raw))
    }
}

/// Opens the keys under `<data>/keys`, making the first one when there is none.
///
/// # Errors
/// [`SealFault::Key`] when a file cannot be read or written, is not a key, or can be read by others.
pub fn open(data: &Path) -> Result<(FileSigner, KeyRing), SealFault> {
    let folder = data.join("keys");
    make_folder(&folder)?;
    let active = folder.join("active.pk8");
    if !active.exists() {
        place(&active, &fresh()?, false)?;
    }
    let signer = read_active(&active)?;
    let mut keys = vec![signer.public.clone()];
    keys.extend(read_retired(&folder.join("retired"))?);
    Ok((signer, KeyRing::new(keys)))
}

/// Makes a new active key. Of the one before it only the public half is kept, for verifying.
///
/// # Errors
/// As [`open`].
pub fn rotate(data: &Path) -> Result<(FileSigner, KeyRing), SealFault> {
    let (signer, _) = open(data)?;
    let folder = data.join("keys");
    let jwk = signer.public.jwk();
    let retired = folder.join("retired").join(format!("{}.json", hex::encode(signer.public.thumbprint())));
    make_folder(&folder.join("retired"))?;
    let text = serde_json::to_vec_pretty(&jwk).map_err(|fault| SealFault::Key(fault.to_string()))?;
    if !retired.exists() {
        place(&retired, &text, false)?;
    }
    place(&folder.join("active.pk8"), &fresh()?, true)?;
    open(data)
}

fn fresh() -> Result<Vec<u8>, SealFault> {
    let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new())
        .map_err(|_| SealFault::Key("no key could be generated".into()))?;
    Ok(document.as_ref().to_vec())
}

fn make_folder(folder: &Path) -> Result<(), SealFault> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(|fault| about(folder, &fault))?;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).map_err(|fault| about(folder, &fault))
}

/// Writes the file whole, or not at all, with mode 0400. Without `replace`, another process that was faster keeps its file.
fn place(path: &Path, bytes: &[u8], replace: bool) -> Result<(), SealFault> {
    let draft = path.with_extension(format!("{}.new", std::process::id()));
    let written = write_draft(&draft, bytes).and_then(|()| {
        if replace {
            return fs::rename(&draft, path);
        }
        match fs::hard_link(&draft, path) {
            Err(fault) if fault.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            other => other,
        }
    });
    let _ = fs::remove_file(&draft);
    written.and_then(|()| sync_folder(path)).map_err(|fault| about(path, &fault))
}

fn write_draft(draft: &Path, bytes: &[u8]) -> io::Result<()> {
    let _ = fs::remove_file(draft);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o400).open(draft)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn sync_folder(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |folder| fs::File::open(folder)?.sync_all())
}

fn read_active(path: &Path) -> Result<FileSigner, SealFault> {
    let mode = fs::metadata(path).map_err(|fault| about(path, &fault))?.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(SealFault::Key(format!(
            "{} can be read by others (mode {mode:o}); it must be 0400",
            path.display()
        )));
    }
    FileSigner::from_pkcs8(&fs::read(path).map_err(|fault| about(path, &fault))?)
}

fn read_retired(folder: &Path) -> Result<Vec<PublicKey>, SealFault> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let mut paths: Vec<PathBuf> =
        entries.map_err(|fault| about(folder, &fault))?.iter().map(fs::DirEntry::path).collect();
    paths.sort();
    paths
        .iter()
        .filter(|path| path.extension().is_some_and(|kind| kind == "json"))
        .map(|path| read_public(path))
        .collect()
}

fn read_public(path: &Path) -> Result<PublicKey, SealFault> {
    let bytes = fs::read(path).map_err(|fault| about(path, &fault))?;
    let jwk: Jwk =
        serde_json::from_slice(&bytes).map_err(|fault| SealFault::Key(format!("{}: {fault}", path.display())))?;
    PublicKey::from_jwk(&jwk).ok_or_else(|| SealFault::Key(format!("{} does not hold a public key", path.display())))
}

fn about(path: &Path, fault: &io::Error) -> SealFault {
    SealFault::Key(format!("{}: {fault}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn the_first_start_makes_a_key_that_stays() {
        let data = tempfile::tempdir().unwrap();
        let (first, ring) = open(data.path()).unwrap();
        let (again, _) = open(data.path()).unwrap();
        assert_eq!(first.public_key(), again.public_key());
        assert_eq!(ring.jwks().keys.len(), 1);
        assert_eq!(mode(&data.path().join("keys")), 0o700);
        assert_eq!(mode(&data.path().join("keys/active.pk8")), 0o400);
        let files = fs::read_dir(data.path().join("keys")).unwrap().count();
        assert_eq!(files, 1, "no draft is left behind");
    }

    #[test]
    fn a_retired_key_still_verifies_and_no_longer_signs() {
        let data = tempfile::tempdir().unwrap();
        let (old, _) = open(data.path()).unwrap();
        let signature = old.sign(b"seal").unwrap();
        let (new, ring) = rotate(data.path()).unwrap();
        assert_ne!(old.public_key(), new.public_key());
        assert!(ring.matching(old.public_key().id()).any(|key| key.verifies(b"seal", &signature)));
        assert_eq!(ring.jwks().keys.len(), 2);
        assert_eq!(ring.jwks().keys[0].kid, hex::encode(new.public_key().id()));
        let (reopened, _) = open(data.path()).unwrap();
        assert_eq!(reopened.public_key(), new.public_key());
    }

    #[test]
    fn a_key_that_others_can_read_is_refused() {
        let data = tempfile::tempdir().unwrap();
        open(data.path()).unwrap();
        let path = data.path().join("keys/active.pk8");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o440)).unwrap();
        assert!(open(data.path()).err().is_some_and(|fault| fault.to_string().contains("0400")));
    }

    #[test]
    fn two_processes_starting_together_end_with_one_key() {
        let data = tempfile::tempdir().unwrap();
        let path = data.path().join("keys/active.pk8");
        make_folder(&data.path().join("keys")).unwrap();
        place(&path, &fresh().unwrap(), false).unwrap();
        let winner = fs::read(&path).unwrap();
        place(&path, &fresh().unwrap(), false).unwrap();
        assert_eq!(fs::read(&path).unwrap(), winner);
    }
}
