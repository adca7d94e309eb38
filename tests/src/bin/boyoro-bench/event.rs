//! An event of Wave as it comes in real life: a number of the operator's own, scattered, and our reference, which grows with time.

use boyoro::clock::Clock;
use boyoro::token::random_text;
use serde_json::{Value, json};

/// About a payment that nobody knows here: what follows a callback that is known is not what is measured.
pub struct Event {
    pub id: String,
    pub reference: String,
}

impl Event {
    /// One that has not been before.
    pub fn fresh() -> Self {
        let reference = Clock::System.stamp().ids().make().as_u128() >> 24;
        Self { id: format!("EV_{:.12}", random_text()), reference: format!("{reference:026X}") }
    }

    /// The one of this name.
    pub fn named(name: &str) -> Self {
        Self { id: format!("EV_{name}"), reference: format!("R-{name}") }
    }

    /// As Wave writes it.
    pub fn body(&self) -> String {
        let Self { id, reference } = self;
        json!({
            "id": id, "type": "checkout.session.completed",
            "data": { "id": "cos-18qq25rgr100a", "amount": "1500", "currency": "XOF", "client_reference": reference,
                "checkout_status": "complete", "payment_status": "succeeded", "transaction_id": format!("T_{id}") }
        })
        .to_string()
    }

    /// What the service keeps of what it says.
    pub fn claim(&self) -> Value {
        json!({
            "reported": "paid", "transactionId": format!("T_{}", self.id), "reason": null,
            "stated": { "amount": 1500, "currency": "XOF", "reference": self.reference }
        })
    }
}
