//! The service as its callers see it, over HTTP, on both engines. One module per subject.

mod applications;
mod books;
mod certificates;
mod claims;
mod compose;
mod demo;
mod description;
mod documents;
mod events;
mod exporters;
mod facts;
mod health;
mod hostile;
mod imports;
mod ledger;
mod outage;
mod payments;
mod permissions;
mod quittances;
mod reconciliation;
mod reference;
mod refunds;
mod sessions;
mod site;
mod statistics;
mod stream;
