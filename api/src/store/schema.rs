//! The schema, once for both engines. Identifiers, instants and documents have the native types of each.

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    accounts (id) {
        id -> IdType,
        email -> Nullable<Text>,
        phone -> Nullable<Text>,
        full_name -> Text,
        password_hash -> Text,
        role -> Text,
        exporter_id -> Nullable<IdType>,
        status -> Text,
        language -> Text,
        search -> Text,
        totp_secret -> Nullable<Text>,
        totp_pending -> Nullable<Text>,
        totp_last_step -> Nullable<BigInt>,
        created_at -> InstantType,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    sessions (id) {
        id -> IdType,
        account_id -> IdType,
        created_at -> InstantType,
        last_used_at -> InstantType,
        expires_at -> InstantType,
        ended_at -> Nullable<InstantType>,
        end_reason -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    refresh_tokens (token_hash) {
        token_hash -> Text,
        session_id -> IdType,
        issued_at -> InstantType,
        used_at -> Nullable<InstantType>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    login_attempts (login_hash) {
        login_hash -> Text,
        attempts -> BigInt,
        locked_until -> Nullable<InstantType>,
        last_at -> InstantType,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    exporters (id) {
        id -> IdType,
        status -> Text,
        status_reason -> Nullable<Text>,
        profile -> Text,
        name -> Text,
        search -> Text,
        particulars -> DocumentType,
        created_by -> IdType,
        created_at -> InstantType,
        verified_at -> Nullable<InstantType>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    documents (id) {
        id -> IdType,
        owner_kind -> Text,
        owner_id -> IdType,
        kind -> Text,
        file_name -> Text,
        media_type -> Text,
        size_bytes -> BigInt,
        sha256 -> Text,
        uploaded_by -> IdType,
        uploaded_at -> InstantType,
        removed_at -> Nullable<InstantType>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    applications (id) {
        id -> IdType,
        reference -> Text,
        exporter_id -> IdType,
        status -> Text,
        version -> BigInt,
        scheme -> Nullable<Text>,
        destination -> Nullable<Text>,
        content -> DocumentType,
        search -> Text,
        fob_value_xof -> Nullable<BigInt>,
        copy_of -> Nullable<IdType>,
        replaces -> Nullable<Text>,
        created_by -> IdType,
        created_at -> InstantType,
        updated_at -> InstantType,
        submitted_at -> Nullable<InstantType>,
        queued_at -> Nullable<InstantType>,
        decided_at -> Nullable<InstantType>,
        assignee_id -> Nullable<IdType>,
        assigned_at -> Nullable<InstantType>,
        examiner_id -> Nullable<IdType>,
        signatory_id -> Nullable<IdType>,
        proposal -> Nullable<DocumentType>,
        decision -> Nullable<DocumentType>,
        opinion -> Nullable<DocumentType>,
        clock_started_at -> Nullable<InstantType>,
        clock_running_since -> Nullable<InstantType>,
        clock_worked_s -> BigInt,
        due_at -> Nullable<InstantType>,
        return_count -> BigInt,
        promised_hours -> BigInt,
        certificate_number -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    application_submissions (application_id, number) {
        application_id -> IdType,
        number -> BigInt,
        at -> InstantType,
        content -> DocumentType,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    application_returns (application_id, number) {
        application_id -> IdType,
        number -> BigInt,
        at -> InstantType,
        by_account -> IdType,
        reasons -> DocumentType,
        comment -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    number_counters (scheme, year) {
        scheme -> Text,
        year -> BigInt,
        last -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    sealing_orders (id) {
        id -> IdType,
        application_id -> IdType,
        number -> Text,
        scheme -> Text,
        year -> BigInt,
        serial -> BigInt,
        record -> Text,
        record_sha256 -> Text,
        examiner_id -> IdType,
        signatory_id -> IdType,
        status -> Text,
        created_at -> InstantType,
        claimed_until -> Nullable<InstantType>,
        sealed_at -> Nullable<InstantType>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    certificates (number) {
        number -> Text,
        application_id -> IdType,
        exporter_id -> IdType,
        scheme -> Text,
        destination -> Text,
        exporter_name -> Text,
        status -> Text,
        status_before -> Nullable<Text>,
        status_reason -> Nullable<Text>,
        status_code -> Nullable<Text>,
        status_at -> InstantType,
        version -> BigInt,
        record -> Text,
        record_sha256 -> Text,
        cose -> Binary,
        key_id -> Text,
        issued_at -> InstantType,
        valid_until -> Nullable<Date>,
        fob_value_xof -> BigInt,
        gross_weight_g -> BigInt,
        search -> Text,
        examiner_id -> IdType,
        signatory_id -> IdType,
        replaces -> Nullable<Text>,
        replaced_by -> Nullable<Text>,
        endorsement -> Nullable<DocumentType>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    events (id) {
        id -> IdType,
        record_kind -> Text,
        record_id -> Text,
        record_seq -> BigInt,
        record_label -> Text,
        at -> InstantType,
        actor_id -> Nullable<IdType>,
        actor_role -> Text,
        action -> Text,
        from_state -> Nullable<Text>,
        to_state -> Nullable<Text>,
        reason -> Nullable<Text>,
        data -> DocumentType,
        previous_hash -> Text,
        hash -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    event_sequence (number) {
        number -> BigInt,
        event_id -> IdType,
        chain_hash -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    unsequenced_events (event_id) {
        event_id -> IdType,
        at -> InstantType,
        record_seq -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    counters (cube, month, key) {
        cube -> Text,
        month -> Text,
        key -> Text,
        count -> BigInt,
        value_xof -> BigInt,
        weight_g -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    counter_deltas (id) {
        id -> BigInt,
        cube -> Text,
        month -> Text,
        key -> Text,
        count -> BigInt,
        value_xof -> BigInt,
        weight_g -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    idempotency_keys (principal, key) {
        principal -> Text,
        key -> Text,
        fingerprint -> Text,
        body -> DocumentType,
        created_at -> InstantType,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    leases (name) {
        name -> Text,
        holder -> Text,
        until -> InstantType,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    fee_orders (id) {
        id -> IdType,
        reference -> Text,
        application_id -> IdType,
        exporter_id -> IdType,
        scheme -> Text,
        amount_xof -> BigInt,
        tariff -> DocumentType,
        status -> Text,
        settled_by -> Nullable<IdType>,
        created_at -> InstantType,
        settled_at -> Nullable<InstantType>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    payment_attempts (id) {
        id -> IdType,
        order_id -> IdType,
        reference -> Text,
        operator -> Text,
        amount_xof -> BigInt,
        currency -> Text,
        status -> Text,
        reason_code -> Nullable<Text>,
        reason_raw -> Nullable<Text>,
        request_sent -> Bool,
        session_id -> Nullable<Text>,
        pay_token -> Nullable<Binary>,
        notif_token_sha256 -> Nullable<Text>,
        payment_url -> Nullable<Text>,
        payer_phone_digest -> Nullable<Text>,
        payer_phone_end -> Nullable<Text>,
        transaction_id -> Nullable<Text>,
        confirmed_by -> Nullable<Text>,
        late -> Bool,
        created_by -> Nullable<IdType>,
        created_at -> InstantType,
        expires_at -> Nullable<InstantType>,
        settled_at -> Nullable<InstantType>,
        next_poll_at -> Nullable<InstantType>,
        poll_count -> BigInt,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    payment_inbox (id) {
        id -> IdType,
        operator -> Text,
        dedupe_key -> Text,
        received_at -> InstantType,
        trust -> Text,
        match_kind -> Text,
        match_value -> Text,
        claim -> Nullable<DocumentType>,
        body -> Binary,
        body_sha256 -> Text,
        state -> Text,
        attempt_id -> Nullable<IdType>,
        tries -> BigInt,
        next_try_at -> Nullable<InstantType>,
        done_at -> Nullable<InstantType>,
        reviewed_at -> Nullable<InstantType>,
        reviewed_by -> Nullable<IdType>,
        review_reason -> Nullable<Text>,
        body_removed_at -> Nullable<InstantType>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    rejected_callbacks (id) {
        id -> IdType,
        operator -> Text,
        received_at -> InstantType,
        reason -> Text,
        body_sha256 -> Text,
        size_bytes -> BigInt,
        kind -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    ledger_entries (id) {
        id -> IdType,
        kind -> Text,
        business_key -> Text,
        at -> InstantType,
        memo -> Text,
        total_xof -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    ledger_lines (entry_id, number) {
        entry_id -> IdType,
        number -> BigInt,
        account -> Text,
        debit_xof -> BigInt,
        credit_xof -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    refunds (id) {
        id -> IdType,
        attempt_id -> Nullable<IdType>,
        order_id -> Nullable<IdType>,
        line_id -> Nullable<IdType>,
        amount_xof -> BigInt,
        status -> Text,
        reason -> Text,
        note -> Nullable<Text>,
        created_at -> InstantType,
        asked_by -> Nullable<IdType>,
        asked_at -> Nullable<InstantType>,
        decided_by -> Nullable<IdType>,
        decided_at -> Nullable<InstantType>,
        decision_note -> Nullable<Text>,
        executed_by -> Nullable<IdType>,
        executed_at -> Nullable<InstantType>,
        operator_reference -> Nullable<Text>,
        trouble -> Nullable<Text>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    quittance_counters (office, year) {
        office -> Text,
        year -> BigInt,
        last -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    quittances (number) {
        number -> Text,
        office -> Text,
        year -> BigInt,
        serial -> BigInt,
        kind -> Text,
        order_id -> IdType,
        attempt_id -> IdType,
        exporter_id -> IdType,
        round -> BigInt,
        amount_xof -> BigInt,
        operator -> Text,
        cancels -> Nullable<Text>,
        record -> DocumentType,
        search -> Text,
        issued_at -> InstantType,
        issued_by -> Nullable<IdType>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    quittance_prints (number, print) {
        number -> Text,
        print -> BigInt,
        at -> InstantType,
        by -> Nullable<IdType>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    quittances_due (order_id) {
        order_id -> IdType,
        since -> InstantType,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    fee_rates (id) {
        id -> IdType,
        scheme -> Text,
        amount_xof -> BigInt,
        valid_from -> Date,
        source -> Text,
        confirmed -> Bool,
        created_by -> Nullable<IdType>,
        created_at -> InstantType,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    scheme_statuses (id) {
        id -> IdType,
        scheme -> Text,
        status -> Text,
        valid_from -> Date,
        note -> Nullable<DocumentType>,
        source -> Text,
        confirmed -> Bool,
        created_by -> Nullable<IdType>,
        created_at -> InstantType,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    operator_periods (id) {
        id -> IdType,
        operator -> Text,
        enabled -> Bool,
        valid_from -> Date,
        source -> Text,
        created_by -> IdType,
        created_at -> InstantType,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    export_measures (id) {
        id -> IdType,
        code -> Text,
        hs_prefix -> Text,
        effect -> Text,
        label -> DocumentType,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        source -> Text,
        confirmed -> Bool,
        created_by -> Nullable<IdType>,
        created_at -> InstantType,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    statement_files (id) {
        id -> IdType,
        operator -> Text,
        sha256 -> Text,
        file_name -> Text,
        size_bytes -> BigInt,
        profile -> Text,
        source -> Text,
        status -> Text,
        summary -> DocumentType,
        line_count -> BigInt,
        done_count -> BigInt,
        new_count -> BigInt,
        uploaded_by -> IdType,
        uploaded_at -> InstantType,
        imported_at -> Nullable<InstantType>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    statement_lines (id) {
        id -> IdType,
        file_id -> IdType,
        operator -> Text,
        day -> Date,
        at -> InstantType,
        kind -> Text,
        transaction_id -> Text,
        occurrence -> BigInt,
        amount_xof -> BigInt,
        fee_xof -> BigInt,
        balance_xof -> Nullable<BigInt>,
        reference -> Nullable<Text>,
        linked -> Nullable<Text>,
        place -> Text,
        raw -> DocumentType,
        class -> Nullable<Text>,
        attempt_id -> Nullable<IdType>,
        refund_id -> Nullable<IdType>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    statement_matches (line_id) {
        line_id -> IdType,
        attempt_id -> IdType,
        basis -> Text,
        at -> InstantType,
        approved_by -> Nullable<IdType>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    discrepancies (id) {
        id -> IdType,
        operator -> Text,
        day -> Date,
        class -> Text,
        line_id -> Nullable<IdType>,
        attempt_id -> Nullable<IdType>,
        refund_id -> Nullable<IdType>,
        proposals -> DocumentType,
        amount_xof -> BigInt,
        status -> Text,
        resolution -> Nullable<Text>,
        reason -> Nullable<Text>,
        found_at -> InstantType,
        resolved_by -> Nullable<IdType>,
        resolved_at -> Nullable<InstantType>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    payment_reversals (attempt_id) {
        attempt_id -> IdType,
        line_id -> IdType,
        at -> InstantType,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    treasury_deposits (id) {
        id -> IdType,
        operator -> Text,
        slip -> Text,
        deposited_on -> Date,
        amount_xof -> BigInt,
        recorded_by -> IdType,
        recorded_at -> InstantType,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    deposited_sweeps (line_id) {
        line_id -> IdType,
        deposit_id -> IdType,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    closed_days (operator, day) {
        operator -> Text,
        day -> Date,
        opening_xof -> BigInt,
        in_xof -> BigInt,
        out_xof -> BigInt,
        fees_xof -> BigInt,
        swept_xof -> BigInt,
        closing_xof -> BigInt,
        closed_by -> IdType,
        closed_at -> InstantType,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::sql::{DocumentType, IdType, InstantType};

    payment_claims (id) {
        id -> IdType,
        order_id -> IdType,
        exporter_id -> IdType,
        transaction_id -> Text,
        amount_xof -> BigInt,
        paid_on -> Date,
        status -> Text,
        line_id -> Nullable<IdType>,
        attempt_id -> Nullable<IdType>,
        created_by -> IdType,
        created_at -> InstantType,
        decided_by -> Nullable<IdType>,
        decided_at -> Nullable<InstantType>,
        reason -> Nullable<Text>,
        version -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    accounts,
    sessions,
    refresh_tokens,
    login_attempts,
    exporters,
    documents,
    applications,
    application_submissions,
    application_returns,
    number_counters,
    sealing_orders,
    certificates,
    events,
    event_sequence,
    unsequenced_events,
    counters,
    counter_deltas,
    idempotency_keys,
    leases,
    fee_orders,
    payment_attempts,
    payment_inbox,
    rejected_callbacks,
    ledger_entries,
    ledger_lines,
    refunds,
    quittance_counters,
    quittances,
    quittance_prints,
    quittances_due,
    statement_files,
    statement_lines,
    statement_matches,
    discrepancies,
    payment_reversals,
    treasury_deposits,
    deposited_sweeps,
    closed_days,
    payment_claims,
    fee_rates,
    operator_periods,
    scheme_statuses,
    export_measures,
);
