//! The domain: what a certificate is and what may happen to it. Pure: no clock, no database, no HTTP.

pub mod event;
pub mod fault;
pub mod refusal;
