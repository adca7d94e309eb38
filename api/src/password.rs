//! Passwords: argon2id, bounded in how many run at once so that a flood of logins cannot starve the rest.

use std::sync::Arc;

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::origin::fault::FaultCode;

/// OWASP ASVS 5.0 minimum for argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;

/// ASVS 5.0 6.2.1 and 6.2.9: at least eight characters, and long pass phrases must be possible.
pub const MIN_CHARACTERS: usize = 8;
pub const MAX_CHARACTERS: usize = 128;

/// Hashes and checks passwords.
#[derive(Clone)]
pub struct Passwords {
    permits: Arc<Semaphore>,
    /// A hash of nothing anyone knows: an unknown login costs the same time as a wrong password.
    decoy: Arc<str>,
}

/// The hashing itself failed; there is nothing the caller can do about it.
#[derive(Debug, thiserror::Error)]
#[error("password hashing failed: {0}")]
pub struct HashingFailed(String);

impl Passwords {
    /// At most `at_once` hashes are computed at the same time, 19 MiB each.
    pub fn new(at_once: usize) -> Result<Self, HashingFailed> {
        let decoy = hash_now(&uuid_like_secret())?;
        Ok(Self { permits: Arc::new(Semaphore::new(at_once)), decoy: decoy.into() })
    }

    /// The PHC string to store for a password.
    pub async fn hash(&self, password: String) -> Result<String, HashingFailed> {
        let _permit = self.permits.acquire().await.map_err(|e| HashingFailed(e.to_string()))?;
        run(move || hash_now(&password)).await?
    }

    /// Whether the password is the stored one. Give `None` for an unknown account: it takes as long.
    pub async fn matches(&self, password: String, stored: Option<String>) -> Result<bool, HashingFailed> {
        let _permit = self.permits.acquire().await.map_err(|e| HashingFailed(e.to_string()))?;
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.decoy.to_string());
        let same = run(move || {
            PasswordHash::new(&stored)
                .is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
        })
        .await?;
        Ok(same && known)
    }
}

async fn run<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, HashingFailed> {
    tokio::task::spawn_blocking(work).await.map_err(|e| HashingFailed(e.to_string()))
}

fn hash_now(password: &str) -> Result<String, HashingFailed> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).map_err(|e| HashingFailed(e.to_string()))?;
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|e| HashingFailed(e.to_string()))
}

fn uuid_like_secret() -> String {
    crate::token::random_text()
}

/// Whether a new password may be used. Length and a list of the commonest, no composition rules (NIST SP 800-63B).
pub fn acceptable(password: &str) -> Result<(), FaultCode> {
    let length = password.chars().count();
    if length < MIN_CHARACTERS {
        return Err(FaultCode::TooShort { min: MIN_CHARACTERS });
    }
    if length > MAX_CHARACTERS {
        return Err(FaultCode::TooLong { max: MAX_CHARACTERS });
    }
    let lower = password.to_lowercase();
    let one_character = lower.chars().all(|c| lower.starts_with(c));
    if one_character || COMMON.contains(&lower.as_str()) {
        return Err(FaultCode::TooWeak);
    }
    Ok(())
}

/// The commonest passwords of eight characters and more, with what people here would think of first.
const COMMON: [&str; 40] = [
    "12345678",
    "123456789",
    "1234567890",
    "password",
    "password1",
    "password123",
    "motdepasse",
    "motdepasse1",
    "azertyuiop",
    "qwertyuiop",
    "azerty123",
    "qwerty123",
    "iloveyou",
    "sunshine",
    "princess",
    "football",
    "baseball",
    "superman",
    "jetaime1",
    "bonjour1",
    "bonjour123",
    "bamako123",
    "bamako2024",
    "bamako2025",
    "bamako2026",
    "mali2024",
    "mali2025",
    "mali2026",
    "mali12345",
    "exportation",
    "certificat",
    "apexmali",
    "apex-mali",
    "boyoro123",
    "administrateur",
    "administrator",
    "changeme",
    "welcome1",
    "00000000",
    "11111111",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_matches_only_its_own_hash() {
        let passwords = Passwords::new(2).unwrap();
        let stored = passwords.hash("une mangue mûre".into()).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(passwords.matches("une mangue mûre".into(), Some(stored.clone())).await.unwrap());
        assert!(!passwords.matches("une mangue verte".into(), Some(stored)).await.unwrap());
        assert!(!passwords.matches("une mangue mûre".into(), None).await.unwrap());
    }

    #[test]
    fn common_and_short_passwords_are_refused() {
        assert_eq!(acceptable("court"), Err(FaultCode::TooShort { min: 8 }));
        assert_eq!(acceptable("Bamako2026"), Err(FaultCode::TooWeak));
        assert_eq!(acceptable("zzzzzzzzzz"), Err(FaultCode::TooWeak));
        assert_eq!(acceptable("karité du Bélédougou"), Ok(()));
    }
}
