//! Demonstration data: believable exporters, applications in every state, payments, certificates truly sealed.
//!
//! A [plan](plan) is laid out first, by chance that a seed repeats; then it is written through the same doors a day's
//! work goes through.

pub mod chance;
pub mod people;
pub mod plan;
pub mod wares;
