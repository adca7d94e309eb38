//! The domain: what a certificate of origin is and what may happen to it. Pure: no clock, no database, no HTTP.

pub mod application;
pub mod attempts;
pub mod certificate;
pub mod codes;
pub mod contact;
pub mod content;
pub mod day;
pub mod drawing_up;
pub mod event;
pub mod exporter;
pub mod fault;
pub mod jcs;
pub mod ledger;
pub mod media;
pub mod money;
pub mod number;
pub mod payment;
pub mod reconciliation;
pub mod record;
pub mod refusal;
pub mod rules;
pub mod search;
pub mod tally;
