//! Bɔyɔrɔ: the electronic certificate-of-origin service.
//!
//! Four layers, one direction: `http` calls use cases, use cases call the domain and the store. See ARCHITECTURE.md.

pub mod clock;
pub mod failure;
pub mod identity;
pub mod operators;
pub mod origin;
pub mod store;
pub mod text;
