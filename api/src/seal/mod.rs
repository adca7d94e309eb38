//! The seal: facts signed with the authority's key, small enough for a printed symbol, checkable with no network.
//!
//! A [record](crate::origin::record) becomes [facts](facts) in deterministic [CBOR](cbor), signed as [COSE_Sign1](cose), written as
//! decimal [digits](digits) after an address in a [QR symbol](qr). Everything has one encoding; every other is refused.

pub mod cbor;
pub mod cose;
pub mod digits;
pub mod facts;
pub mod key;
pub mod qr;
pub mod store;

use key::PublicKey;

/// Why no seal was made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealFault {
    #[error("signing key: {0}")]
    Key(String),
    #[error("the signer failed")]
    Signing,
    #[error("the record cannot be sealed: {0}")]
    Record(String),
    #[error("the facts do not fit into the symbol")]
    Room,
    #[error(
        "{0:?} cannot be the address of a symbol; it must be http(s)://host[:port] of letters, digits, dots and hyphens"
    )]
    Address(String),
}

/// Who signs. In this process it is [`store::FileSigner`]; a separate process or a hardware module would be another.
pub trait Signer: Send + Sync {
    /// The public half of the key.
    fn public_key(&self) -> &PublicKey;

    /// The ES256 signature of the message, r‖s with *s* in the lower half.
    ///
    /// # Errors
    /// [`SealFault::Signing`] when the signer cannot be reached or refuses.
    fn sign(&self, message: &[u8]) -> Result<[u8; 64], SealFault>;
}

#[cfg(test)]
pub mod test_key;
#[cfg(test)]
mod vectors;
