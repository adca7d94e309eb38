//! Bɔyɔrɔ: the electronic certificate-of-origin service.
//!
//! Four layers, one direction: `http` calls use cases, use cases call the domain and the store. See ARCHITECTURE.md.

pub mod app;
pub mod application;
pub mod audit;
pub mod books;
pub mod callbacks;
pub mod cash_desk;
pub mod certificates;
pub mod clock;
pub mod demo;
pub mod document;
pub mod documents;
pub mod examination;
pub mod failure;
pub mod housekeeping;
pub mod http;
pub mod idempotent;
pub mod identity;
pub mod issuance;
pub mod metrics;
pub mod operators;
pub mod origin;
pub mod password;
pub mod payment;
pub mod quittances;
pub mod reconciliation;
pub mod refunds;
pub mod registration;
pub mod rules;
pub mod seal;
pub mod settings;
pub mod statement;
pub mod statistics;
pub mod store;
pub mod stream;
pub mod text;
pub mod token;
pub mod totp;
pub mod verification;
pub mod workers;
