//! Who pays, as far as an operator has to know: checked when an attempt begins, told to the operator, and then forgotten.

use super::PaymentDesk;
use crate::operators::secrets::Secret;
use crate::operators::{MobileMoney, Payer};
use crate::origin::contact;
use crate::origin::fault::{Fault, FaultCode};
use crate::origin::payment::{Operator, PhoneUse, Wallet};

/// How somebody wants to pay.
#[derive(Debug, Clone)]
pub struct Choice {
    pub operator: Operator,
    /// The payer's number as he typed it.
    pub phone: Option<String>,
    pub wallet: Option<Wallet>,
}

/// What is kept of a payer's number: enough to recognise it and to say which one, too little to call it.
#[derive(Debug, Clone, Default)]
pub struct KeptPhone {
    pub digest: Option<String>,
    /// The last two digits.
    pub end: Option<String>,
}

/// The purpose under which payers' numbers are digested.
pub const PHONE: &str = "phone";

/// How a Malian number begins.
const MALI: &str = "+223";

/// The payer as the operator wants to know him. A number that the operator has no use for is not taken.
pub fn payer_of(provider: &dyn MobileMoney, choice: &Choice) -> Result<Payer, Vec<Fault>> {
    let given = choice.phone.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let has_wallets = !provider.wallets().is_empty();
    let is_wanted = match provider.phone_use() {
        PhoneUse::None => return Ok(Payer::default()),
        PhoneUse::Optional => given.is_some() || choice.wallet.is_some(),
        PhoneUse::Required => true,
    };
    if !is_wanted {
        return Ok(Payer::default());
    }
    let mut faults = Vec::new();
    let phone = given.ok_or(FaultCode::Required).and_then(contact::phone);
    // The wallets of the list are Malian.
    let phone = phone.and_then(|phone| match phone.starts_with(MALI) || !has_wallets {
        true => Ok(phone),
        false => Err(FaultCode::Malformed { example: "+223 70 00 00 00" }),
    });
    let phone = phone.map_err(|code| faults.push(Fault::at("/phone", code))).ok();
    if has_wallets && choice.wallet.is_none() {
        faults.push(Fault::at("/wallet", FaultCode::Required));
    }
    let wallet = choice.wallet.filter(|_| has_wallets);
    match phone {
        Some(phone) if faults.is_empty() => Ok(Payer { phone: Some(Secret::new(phone)), wallet, name: String::new() }),
        _ => Err(faults),
    }
}

impl PaymentDesk {
    /// What is kept of the payer's number.
    pub(super) fn kept_phone(&self, payer: &Payer) -> KeptPhone {
        let Some(phone) = &payer.phone else { return KeptPhone::default() };
        let digits = phone.expose();
        KeptPhone {
            digest: Some(self.keeper.digest(PHONE, digits.as_bytes())),
            end: digits.len().checked_sub(2).and_then(|start| digits.get(start..)).map(str::to_owned),
        }
    }
}
