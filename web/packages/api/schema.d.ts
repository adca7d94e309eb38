// Written from openapi.yaml by `npm run types`. Do not edit.

export interface paths {
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The public keys seals are checked with (RFC 7517). */
        get: operations["list_public_keys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Accounts of every kind, newest first. */
        get: operations["list_accounts"];
        put?: never;
        /** Makes an account of the agency or of customs. */
        post: operations["create_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Gives somebody a new password; their sessions end and their second factor is taken off. */
        put: operations["reset_password"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/reinstatement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets a suspended account in again. */
        post: operations["reinstate_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/suspension": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Suspends an account: its sessions end at once. */
        post: operations["suspend_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The applications one may see: one's firm's own, or for staff those of every firm. */
        get: operations["list_applications"];
        put?: never;
        /** Start an application: empty, as a copy, or to replace a certificate. */
        post: operations["create_application"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One application. */
        get: operations["get_application"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Replace members of a draft's content; null removes one. The others stay. */
        patch: operations["update_application"];
        trace?: never;
    };
    "/api/v1/applications/{id}/approval": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve and seal: everything is checked again, the number is taken, the certificate comes into existence. */
        post: operations["approve_application"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{id}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the exporter changed since the file was last returned. */
        get: operations["list_application_changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{id}/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take this file. */
        post: operations["claim_application"];
        /** Give this file back to its queue. */
        delete: operations["release_application"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{id}/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Adds a document to an application that is a draft or was returned. */
        post: operations["create_application_document"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{id}/faults": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What submission would say now. */
        get: operations["list_application_faults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{id}/opinion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Record the opinion that was asked for. */
        post: operations["give_application_opinion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{id}/opinion-request": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask another body for its opinion. */
        post: operations["request_application_opinion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{id}/proposal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Propose the file for decision, with an opinion and the scheme's checklist. */
        post: operations["propose_application"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{id}/reconsideration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a proposed file back to its examiner. */
        post: operations["reconsider_application"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{id}/refusal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuse the application, with reasons. */
        post: operations["refuse_application"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{id}/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Return the file to the exporter with reasons tied to fields; the processing clock stops. */
        post: operations["return_application"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{id}/submission": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Submit: everything is checked at once, the content is frozen, the fee is demanded. */
        post: operations["submit_application"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The application's history, oldest first. */
        get: operations["list_application_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{id}/withdrawal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give the application up. */
        post: operations["withdraw_application"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cash-payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take cash for an unpaid order. The order is settled and its quittance issued at once. */
        post: operations["create_cash_payment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/certificates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The certificates one may see, newest first. Firms see their own. */
        get: operations["list_certificates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/certificates/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One certificate with its sealed record. */
        get: operations["get_certificate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/certificates/{number}/cancellation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancels a certificate that was not used, at its exporter's request. */
        post: operations["cancel_certificate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/certificates/{number}/document": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The printed certificate: a PDF/A-3 with the record and the seal attached. The same certificate has the same bytes. */
        get: operations["get_certificate_document"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/certificates/{number}/endorsement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Records the visa of the customs office of export. */
        post: operations["endorse_certificate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/certificates/{number}/reinstatement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reinstates a suspended certificate. */
        post: operations["reinstate_certificate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/certificates/{number}/revocation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Revokes a certificate, for good. */
        post: operations["revoke_certificate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/certificates/{number}/suspension": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Suspends a certificate: it is not to be accepted until it is reinstated. */
        post: operations["suspend_certificate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/certificates/{number}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened to a certificate, oldest first. */
        get: operations["list_certificate_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/claims": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take the next file: the oldest that is free and may be yours. */
        post: operations["claim_next_application"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/documents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes a document off its draft, returned application or unverified firm. */
        delete: operations["delete_document"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/documents/{id}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The bytes of a document, for the firm it belongs to and for the officers who read its file. */
        get: operations["get_document_content"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/event-checks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Check that nobody has rewritten the history: every event's hash, every record's chain, the global chain. */
        post: operations["check_events"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Search the history, newest first. */
        get: operations["list_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exporters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Firms, newest first. Documents are shown with the single firm. */
        get: operations["list_exporters"];
        put?: never;
        /** Registers the caller's firm, to be verified by the agency. */
        post: operations["create_exporter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exporters/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One firm, for its own people and for the agency. */
        get: operations["get_exporter"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Corrects one's firm; members left out stay. Another name, profile or identifier must be verified again. */
        patch: operations["update_exporter"];
        trace?: never;
    };
    "/api/v1/exporters/{id}/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Adds a paper to one's firm. */
        post: operations["create_exporter_document"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exporters/{id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The firm's people. */
        get: operations["list_members"];
        put?: never;
        /** Makes a clerk's account in one's own firm. */
        post: operations["create_member"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exporters/{id}/reinstatement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a suspension. */
        post: operations["reinstate_exporter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exporters/{id}/rejection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Finds a firm not to be what it says. It may correct its particulars and is then looked at again. */
        post: operations["reject_exporter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exporters/{id}/suspension": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Suspends a firm: nothing is submitted or sealed for it. The reason is shown to it. */
        post: operations["suspend_exporter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exporters/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened to a firm, oldest first. */
        get: operations["list_exporter_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exporters/{id}/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Finds a firm to be what it says. */
        post: operations["verify_exporter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fee-orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Fee orders, newest first. */
        get: operations["list_fee_orders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fee-orders/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is owed for an application, and every try to pay it. */
        get: operations["get_fee_order"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fee-orders/{id}/acknowledgement.pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The acknowledgement of an order's payments. It is no quittance, and says so. */
        get: operations["get_acknowledgement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fee-orders/{id}/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start a payment with an operator. The answer holds the operator's page for the payer; without one the attempt is being verified. */
        post: operations["create_payment_attempt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fee-orders/{id}/claims": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The claims to have paid an order, oldest first. */
        get: operations["list_claims_of_order"];
        put?: never;
        /** "I paid by merchant code": a statement has to bear it out and an officer to approve it. */
        post: operations["create_claim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fee-orders/{id}/quittances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every quittance an order has had, oldest first. */
        get: operations["list_order_quittances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fees": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The fees, older first. */
        get: operations["list_fees"];
        put?: never;
        /** Sets a scheme's price from a day on. Orders already made keep their amount. */
        post: operations["create_fee"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledger.beancount": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The ledger as a beancount journal: what stood on the books before, every entry, and what must stand on them at the end. */
        get: operations["get_ledger_journal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledger.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The ledger as a table: one row for each line of each entry. */
        get: operations["get_ledger_table"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledger/balances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The trial balance: every account with what was ever booked on it. */
        get: operations["list_ledger_balances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who the caller is. */
        get: operations["get_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes one's own name or language. */
        patch: operations["update_me"];
        trace?: never;
    };
    "/api/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes one's own password; one's other sessions end. */
        put: operations["update_password"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begins to enrol in the second factor: a secret for an authenticator app, shown this once. */
        post: operations["create_second_factor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/second-factor/confirmation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Proves that the app has the secret; from now on signing in asks for a code. */
        post: operations["confirm_second_factor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/second-factor/removal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes the second factor off again, for a new telephone; one's other sessions end. */
        post: operations["remove_second_factor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/measures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The export bans and conditions, those that ended included, older first. */
        get: operations["list_measures"];
        put?: never;
        /** Adds an export ban or condition. */
        post: operations["create_measure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/measures/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives a measure its last day. Done once: what comes after is another measure. */
        post: operations["end_measure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operator-profiles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every operator that can be asked, offered or not. */
        get: operations["list_operator_profiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operators": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The operators one can pay with today. */
        get: operations["list_operators"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operators/{code}/periods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Switch a way to pay on or off, from a day on. Its account must be set up besides; payments under way go on. */
        post: operations["set_operator_period"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payment-attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every try to pay, newest first. */
        get: operations["list_payment_attempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payment-attempts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How an attempt stands. Asks nobody but our own store, so it may be asked often. */
        get: operations["get_payment_attempt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payment-attempts/{id}/recheck": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** "I have paid": ask the operator soon. */
        post: operations["recheck_payment_attempt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payment-claims": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Claims to have paid by merchant code, oldest first. */
        get: operations["list_claims"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payment-claims/{id}/approval": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approves a claim that a statement bears out: the order is paid. */
        post: operations["approve_claim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payment-claims/{id}/refusal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuses a claim. */
        post: operations["refuse_claim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Products Mali exports, found by word or by code, best first. */
        get: operations["list_products"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How long each queue is. */
        get: operations["get_queues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quittances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Quittances and counter-quittances, newest first. */
        get: operations["list_quittances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quittances/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One quittance. */
        get: operations["get_quittance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quittances/{number}/cancellation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel a quittance by a counter-quittance of the same series. Its number stays. */
        post: operations["cancel_quittance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quittances/{number}/prints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Print a quittance. The first print is the original; every later one is marked as a duplicate. */
        post: operations["print_quittance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/receipts/{day}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The receipts of a day, from the ledger. */
        get: operations["get_receipts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/receipts/{day}/deposit-slip.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The deposit slip as a table. */
        get: operations["get_deposit_slip_table"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/receipts/{day}/deposit-slip.pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The deposit slip that goes with a day's receipts to the Treasury, to print. */
        get: operations["get_deposit_slip"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/receipts/{day}/journal.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The journal of a day's receipts, as a table. */
        get: operations["get_receipts_table"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/receipts/{day}/journal.pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The journal of a day's receipts, to print. */
        get: operations["get_receipts_journal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reconciliation/deposits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What operators handed over and what arrived at the Treasury. */
        get: operations["list_deposits"];
        put?: never;
        /** Records a deposit. */
        post: operations["create_deposit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reconciliation/discrepancies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What differs between statements and books, oldest first. */
        get: operations["list_discrepancies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reconciliation/discrepancies/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One difference with both its sides. */
        get: operations["get_discrepancy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reconciliation/discrepancies/{id}/resolution": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decides about a difference, once. */
        post: operations["resolve_discrepancy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reference": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists of choices: countries, transport, packages, documents, kinds of exporters, reasons. */
        get: operations["get_reference"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/refunds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Refunds, newest first. */
        get: operations["list_refunds"];
        put?: never;
        /** Ask for a refund of a payment. Another person has to approve it. */
        post: operations["create_refund"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/refunds/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One refund. */
        get: operations["get_refund"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/refunds/{id}/approval": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve a refund that somebody else asked for. From now on the agency owes it. */
        post: operations["approve_refund"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/refunds/{id}/execution": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Carry out an approved refund: by the operator, or by hand with the operator's number of it. */
        post: operations["execute_refund"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/refunds/{id}/refusal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide that nothing goes back. */
        post: operations["refuse_refund"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/refunds/{id}/request": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for the refund of money that the service found to be too much. */
        post: operations["request_refund"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/refunds/{id}/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write down that the operator did not send the money after all, as its statement shows. */
        post: operations["return_refund"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/registrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Signs up. The account administers a firm that is registered next (`POST /exporters`). */
        post: operations["create_registration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schemes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The schemes, with today's status and price. */
        get: operations["list_schemes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schemes/{code}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Opens, suspends or closes a scheme from a day on. */
        post: operations["set_scheme_status"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Signs in. Wrong logins, wrong passwords and unknown accounts are answered alike. */
        post: operations["create_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ends the caller's session at once. */
        delete: operations["delete_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Renews the session of the cookie. Each cookie is good once. */
        post: operations["refresh_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statement-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks an operator for a day's statement over its own interface, where it has one. */
        post: operations["fetch_statement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The statements, newest first. */
        get: operations["list_statements"];
        put?: never;
        /** Sends a statement in. It is read and shown; nothing counts before the import. The same file again gives the same statement. */
        post: operations["create_statement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statements/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One statement, and how far its import is. */
        get: operations["get_statement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statements/{id}/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts a statement away that was only looked at. */
        post: operations["discard_statement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statements/{id}/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Imports a statement that was shown, and holds its days against the payments. */
        post: operations["import_statement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Certificates, values, weights, decisions and processing times, for anyone. */
        get: operations["get_statistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statistics/steering": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same with the day's figures, revenue and queues. */
        get: operations["get_steering"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statistics/steering/revenue.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Revenue by operator as CSV. */
        get: operations["get_revenue_table"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statistics/{table}.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A public table as CSV (RFC 4180, UTF-8, comma). */
        get: operations["get_statistics_table"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Follow what changes: events named `change` say which subjects to read again. No personal data. */
        get: operations["follow_changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/treasury/days": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every account with its open days. */
        get: operations["list_treasury_days"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/treasury/days/{operator}/{day}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A day of one account, with the lines that differ. */
        get: operations["get_treasury_day"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/treasury/days/{operator}/{day}/closing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Closes a day that balances. It cannot be opened again. */
        post: operations["close_treasury_day"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/treasury/set-aside": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Money that was put aside and that no refund is asked for, oldest first, at most a hundred. */
        get: operations["list_money_set_aside"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/treasury/today": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Today at a glance: collected, unknown, unmatched, to refund, and what was odd. */
        get: operations["get_treasury_today"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/unmatched-callbacks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Callbacks that belong to no payment of ours, or that nothing bore out, newest first. */
        get: operations["list_unmatched_callbacks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/unmatched-callbacks/{id}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Notes that a person has looked into a callback, once. It moves no money. */
        post: operations["review_unmatched_callback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/verifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verifies a certificate by its number or by the text under its QR code.
         * @description Every readable question has an answer with a verdict; nothing needs to be signed in for.
         */
        post: operations["create_verification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process runs. */
        get: operations["get_liveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process can work: the database answers and has this binary's schema. */
        get: operations["get_readiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/q/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The page of a quittance: whether the number is one of the series, for how much, and whether it is cancelled. */
        get: operations["get_quittance_page"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Leads from a number to the page of the certificate. */
        get: operations["find_verification_page"];
        put?: never;
        /** Leads from the form, which takes a number or what a QR code holds, to the page of the certificate. */
        post: operations["look_up_certificate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The verdict on a number, as a page. The address printed under the QR code leads here. */
        get: operations["get_verification_page"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/verifier": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The form that asks for a number or the text under a QR code, as a page. */
        get: operations["get_verification_form"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Who one is to the service. */
        Account: {
            /** Format: uuid */
            id: string;
            fullName: string;
            email?: string | null;
            /**
             * @description E.164.
             * @example +22370123456
             */
            phone?: string | null;
            role: components["schemas"]["Role"];
            language: components["schemas"]["Language"];
            /**
             * Format: uuid
             * @description The firm, for people of an exporter that is registered.
             */
            exporterId?: string | null;
            exporterName?: string | null;
            exporterStatus?: components["schemas"]["ExporterStatus"] | null;
            /** @description Whether signing in asks for a code as well. */
            secondFactor: boolean;
        };
        /** @description One account and its open days. */
        AccountDaysView: {
            operator: components["schemas"]["Operator"];
            /** Format: date */
            lastClosed?: string | null;
            /** @description Days with movements that are not closed, oldest first, of the last month. */
            open: string[];
        };
        /**
         * @description Whether an account may be used.
         * @enum {string}
         */
        AccountStatus: "active" | "suspended";
        /** @description Where a firm is. */
        Address: {
            street: string;
            city: string;
            region?: string | null;
            /**
             * @description ISO 3166-1 alpha-2.
             * @example ML
             */
            country: string;
        };
        /** @description An address as sent. */
        AddressInput: {
            /** @default null */
            street: string | null;
            /** @default null */
            city: string | null;
            /** @default null */
            region: string | null;
            /** @default null */
            country: string | null;
        };
        /**
         * @description What the treasurer is warned about.
         * @enum {string}
         */
        AlertKind: "unknown_payments" | "clock_skew" | "forged" | "untimely" | "unreadable";
        /** @description A kind of exporter and the proofs it has. */
        ApplicantProfileView: {
            /** @example producer */
            code: string;
            name: components["schemas"]["Text"];
            hint: components["schemas"]["Text"];
            identifiers: components["schemas"]["ProofView"][];
            papers: components["schemas"]["ProofView"][];
        };
        /** @description One application, whole. */
        Application: components["schemas"]["ApplicationSummary"] & {
            /** Format: int64 */
            version: number;
            content: components["schemas"]["Draft"];
            exporter: components["schemas"]["ApplicationExporter"];
            documents: components["schemas"]["Document"][];
            /** @description What the goods and criteria of the draft make necessary. */
            requiredDocuments: components["schemas"]["RequiredDocument"][];
            feeOrder?: components["schemas"]["FeeOrder"] | null;
            /**
             * Format: int64
             * @description The price, before and after it is owed. Whole francs.
             */
            feeXof?: number | null;
            lastReturn?: components["schemas"]["ReturnView"] | null;
            proposal?: components["schemas"]["ProposalView"] | null;
            /** @description What another body was asked and answered (staff). */
            opinion?: unknown;
            decision?: unknown;
            clock: components["schemas"]["ClockView"];
            /** Format: uuid */
            copyOf?: string | null;
            replaces?: string | null;
            /**
             * @description What the caller may do now.
             * @example [
             *       "edit",
             *       "submit",
             *       "withdraw",
             *       "copy"
             *     ]
             */
            allowedActions: string[];
        };
        /** @description The firm that applies, as registered. */
        ApplicationExporter: components["schemas"]["Particulars"] & {
            /** Format: uuid */
            id: string;
            status: components["schemas"]["ExporterStatus"];
        };
        /**
         * @description Where an application stands.
         * @enum {string}
         */
        ApplicationStatus: "draft" | "submitted" | "awaiting_payment" | "queued" | "in_review" | "awaiting_opinion" | "returned" | "proposed" | "approved" | "refused" | "withdrawn" | "lapsed";
        /** @description An application in a list. */
        ApplicationSummary: {
            /** Format: uuid */
            id: string;
            /** @example D26-7K3-Q2MP */
            reference: string;
            status: components["schemas"]["ApplicationStatus"];
            scheme?: string | null;
            destination?: string | null;
            /** Format: uuid */
            exporterId: string;
            exporterName: string;
            goodsSummary?: string | null;
            /**
             * Format: int64
             * @description Whole francs.
             */
            fobValueXof?: number | null;
            /** Format: date-time */
            updatedAt: string;
            /** Format: date-time */
            submittedAt?: string | null;
            /** Format: date-time */
            dueAt?: string | null;
            late: boolean;
            assignee?: components["schemas"]["Assignee"] | null;
            certificateNumber?: string | null;
        };
        /** @description What an approval gives. */
        Approved: {
            application: components["schemas"]["Application"];
            /**
             * @description Absent while the seal is still being made.
             * @example ML-ZLE-2026-000123-7
             */
            certificateNumber?: string | null;
        };
        /** @description Who holds a file. */
        Assignee: {
            /** Format: uuid */
            id: string;
            name: string;
        };
        /** @description One try with one operator. */
        Attempt: {
            /** Format: uuid */
            id: string;
            /**
             * Format: uuid
             * @description The order it pays.
             */
            orderId: string;
            operator: components["schemas"]["Operator"];
            status: components["schemas"]["AttemptStatus"];
            /**
             * Format: int64
             * @example 1500
             */
            amountXof: number;
            reasonCode?: components["schemas"]["ReasonCode"] | null;
            /** @description The reason as the payer reads it, in the language asked for. */
            reason?: string | null;
            /** @description The operator's page for the payer, while he may still pay. */
            paymentUrl?: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt?: string | null;
            /** Format: date-time */
            settledAt?: string | null;
            /** @description The operator's number of the payment. */
            transactionId?: string | null;
            /**
             * Format: date-time
             * @description When the operator's statement was found to take the payment back; told with its order.
             */
            reversedAt?: string | null;
            /**
             * @description The last two digits of the number the request was sent to.
             * @example 17
             */
            payerPhoneEnd?: string | null;
        };
        /**
         * @description Where one try with one operator stands.
         * @enum {string}
         */
        AttemptStatus: "created" | "awaiting_payer" | "processing" | "succeeded" | "unknown" | "failed" | "expired" | "not_created" | "integrity_failure";
        /** @description The authority that certifies, as it is printed. */
        Authority: {
            name: components["schemas"]["Text"];
            shortName: string;
            country: components["schemas"]["Named"];
            /** @description The state's name and motto at the head of the paper. */
            state: string;
            motto: string;
            /** @description The ministry or office it depends on. */
            supervision?: string | null;
            /** @description Where it signs. */
            place: string;
            /** @description How to reach the verification desk. */
            contact?: string | null;
            /** @description `https://host` under which `/v/{number}` answers. Frozen, because the printed symbol holds it. */
            verification: string;
        };
        /**
         * @description What an origin criterion rests on, whatever letters a scheme's form has for it.
         * @enum {string}
         */
        Basis: "wholly_obtained" | "value_added" | "material_content" | "local_content" | "heading_change" | "process" | "cumulation";
        /**
         * @description What came of looking into a callback.
         * @example {
         *       "reason": "Paiement au guichet d'un autre service, confirmé par Wave"
         *     }
         */
        CallbackReview: {
            reason: string;
        };
        /**
         * @description Cash for an order.
         * @example {
         *       "feeOrderId": "0197f3c2-7d10-7000-8000-5a3f1c2b4d6e",
         *       "receivedXof": 1500
         *     }
         */
        CashPayment: {
            /** Format: uuid */
            feeOrderId: string;
            /**
             * Format: int64
             * @description What was counted, in whole francs; exactly what is owed.
             */
            receivedXof: number;
        };
        /** @description A certificate with its sealed record. */
        Certificate: components["schemas"]["CertificateSummary"] & {
            /** @description What the seal covers. */
            record: components["schemas"]["CertificateRecord"];
            /** @description SHA-256 of the record's canonical form (RFC 8785), hexadecimal. */
            recordSha256: string;
            /** @description The text under the printed QR code. */
            qrText: string;
            statusReason?: string | null;
            /** Format: date-time */
            statusAt: string;
            replaces?: string | null;
            replacedBy?: string | null;
            endorsement?: components["schemas"]["EndorsementInput"] | null;
            /**
             * @example [
             *       "suspend",
             *       "cancel",
             *       "revoke"
             *     ]
             */
            allowedActions: string[];
        };
        /** @description Why. */
        CertificateReason: {
            /**
             * @description For the file and the exporter; never public.
             * @example Les poids déclarés à l'embarquement ne concordent pas.
             */
            reason?: string | null;
        };
        /** @description What a certificate says, and what its seal covers. */
        CertificateRecord: {
            /**
             * Format: int32
             * @description [`RECORD_VERSION`].
             */
            version: number;
            /** @description The certificate's number, `ML-ZLE-2026-000123-7`. */
            number: string;
            /** @description The scheme's code. */
            scheme: string;
            /** @description The scheme's name ("Zone de libre-échange continentale africaine"). */
            schemeTitle: components["schemas"]["Text"];
            /** @description The document's name ("Certificat d'origine ZLECAf"). */
            documentTitle: components["schemas"]["Text"];
            /** @description How it is drawn. */
            form: components["schemas"]["Form"];
            /** Format: date */
            issuedOn: string;
            /**
             * Format: date
             * @description Last day on which it may be presented; absent when the scheme sets none.
             */
            validUntil?: string | null;
            authority: components["schemas"]["Authority"];
            exporter: components["schemas"]["Exporter"];
            consignee: components["schemas"]["Consignee"];
            origin: components["schemas"]["Named"];
            destination: components["schemas"]["Named"];
            transport: components["schemas"]["Transport"];
            invoice: components["schemas"]["Invoice"];
            goods: components["schemas"]["Goods"][];
            /** @description Reference of the application it answers. */
            applicationReference: string;
            declaration: components["schemas"]["Declaration"];
            examiner: components["schemas"]["Officer"];
            signatory: components["schemas"]["Officer"];
            /** @description Mentions printed in the box for official use (duplicate, issued retrospectively…). */
            endorsements?: components["schemas"]["Named"][];
            /** @description Number of the certificate it replaces. */
            replaces?: string | null;
            remarks?: string | null;
            wording: components["schemas"]["Wording"];
        };
        /**
         * @description Where a certificate stands.
         * @enum {string}
         */
        CertificateStatus: "issued" | "endorsed" | "used" | "suspended" | "under_verification" | "replaced" | "cancelled" | "revoked" | "expired";
        /** @description A certificate in a list. */
        CertificateSummary: {
            /** @example ML-ZLE-2026-000123-A */
            number: string;
            status: components["schemas"]["CertificateStatus"];
            scheme: string;
            /** @description ISO 3166-1 alpha-2. */
            destination: string;
            exporterName: string;
            /** Format: date-time */
            issuedAt: string;
            /** Format: date */
            validUntil?: string | null;
            /**
             * Format: int64
             * @description Whole francs.
             */
            fobValueXof: number;
            /**
             * Format: int64
             * @description Grams.
             */
            grossWeightG: number;
            /** Format: uuid */
            applicationId: string;
        };
        /**
         * @description What is wrong with a chain.
         * @enum {string}
         */
        ChainFault: "number_missing" | "event_missing" | "event_edited" | "record_chain_broken" | "global_chain_broken" | "event_unaccounted" | "unreadable";
        /** @description What is told: subjects that changed, and the number of the last event that changed them. */
        Change: {
            topics: components["schemas"]["Topic"][];
            /** Format: int64 */
            number: number;
        };
        /** @description What the check of both chains found. */
        Check: {
            ok: boolean;
            /** Format: int64 */
            events: number;
            /**
             * Format: int64
             * @description Records that have a history.
             */
            records: number;
            /**
             * Format: int64
             * @description The last global number and its hash. Written down elsewhere, they show later that nothing before them was cut off.
             */
            lastNumber: number;
            lastHash: string;
            firstFault?: components["schemas"]["FirstFault"] | null;
        };
        /** @description One line of the examiner's checklist. */
        CheckedItem: {
            /** @description One of the scheme's checklist codes. */
            code: string;
            ok: boolean;
            note?: string | null;
        };
        /** @description One thing the examiner checks. */
        ChecklistItemView: {
            code: string;
            label: components["schemas"]["Text"];
        };
        /**
         * @description Whether to take a file somebody else holds.
         * @example {
         *       "takeOver": false
         *     }
         */
        Claim: {
            takeOver?: boolean;
        };
        /**
         * @description Why a claim is refused; the payer reads it.
         * @example {
         *       "reason": "Ce numéro n'existe sur aucun relevé des sept derniers jours."
         *     }
         */
        ClaimRefusal: {
            reason: string;
        };
        /**
         * @description How far a claim to have paid by merchant code is.
         * @enum {string}
         */
        ClaimStatus: "pending" | "approved" | "refused";
        /** @description The processing clock: it stands still while the exporter has the file. */
        ClockView: {
            /** Format: date-time */
            startedAt?: string | null;
            /** Format: date-time */
            runningSince?: string | null;
            /** Format: int64 */
            workedSeconds: number;
            /** Format: date-time */
            dueAt?: string | null;
            paused: boolean;
            late: boolean;
        };
        /** @description What one operator collected. */
        Collected: {
            operator: components["schemas"]["Operator"];
            /** Format: int64 */
            count: number;
            /** Format: int64 */
            amountXof: number;
        };
        /**
         * @description The code the app shows for the new secret.
         * @example {
         *       "code": "287082"
         *     }
         */
        Confirmation: {
            code: string;
        };
        /** @description Who receives the goods. */
        Consignee: {
            name: string;
            address: components["schemas"]["Address"];
            registration?: string | null;
        };
        /** @description One place that changed between two submissions. */
        ContentChange: {
            pointer: string;
            before: unknown;
            after: unknown;
        };
        /** @description So many, and their francs. */
        CountAndAmount: {
            /** Format: int64 */
            count: number;
            /** Format: int64 */
            amountXof: number;
        };
        /** @description A country and the zones it belongs to. */
        CountryView: {
            /** @example SN */
            code: string;
            name: components["schemas"]["Text"];
            /**
             * @example [
             *       "uemoa",
             *       "cedeao",
             *       "zlecaf"
             *     ]
             */
            zones: string[];
        };
        /**
         * @description What the applicant must add to a criterion.
         * @enum {string}
         */
        CriterionDetail: "heading" | "percent" | "countries";
        /** @description Why goods originate, in one scheme's letters. */
        CriterionView: {
            /** @example WP */
            code: string;
            label: components["schemas"]["Text"];
            detail?: components["schemas"]["CriterionDetail"] | null;
            /** @description What it rests on, the same word in every scheme. */
            basis: components["schemas"]["Basis"];
        };
        /**
         * @description Lines of comma-separated values; the first names the columns.
         * @example Régime,Nom,Certificats,Valeur FOB (FCFA),Poids brut (g)
         *     ZLE,Zone de libre-échange continentale africaine,128,4350000000,96400000
         */
        CsvTable: string;
        /** @description One thing on which statement and books differ on a day. */
        DayDifference: {
            /**
             * Format: int64
             * @description What the statement has more than the books, in francs.
             */
            amountXof: number;
            /**
             * @description `open`, `explained`, or `timing`: over all days both sides say the same.
             * @example open
             */
            standing: string;
            lines: components["schemas"]["StatementLine"][];
            ours?: components["schemas"]["ReconciledAttempt"] | null;
            class?: components["schemas"]["FindingClass"] | null;
            /** Format: uuid */
            discrepancyId?: string | null;
            reason?: string | null;
        };
        /** @description Why a day may not be closed. */
        DayObstacle: {
            /** @example day_does_not_balance */
            code: string;
            detail: string;
        };
        /** @description How applications that were sent to the agency ended. */
        DecisionCounts: {
            /** Format: int64 */
            approved: number;
            /** Format: int64 */
            refused: number;
            /**
             * Format: int64
             * @description Times an application was sent back; one application may come back several times.
             */
            returned: number;
            /**
             * Format: int64
             * @description Given up by the exporter, paid or not.
             */
            withdrawn: number;
            /**
             * Format: int64
             * @description Sent back to the exporter and never answered.
             */
            lapsed: number;
        };
        /** @description The exporter's declaration. */
        Declaration: {
            /** @description Who declared, for the exporter. */
            name: string;
            /** Format: date-time */
            at: string;
        };
        /** @description Deposits, and the transfers that have not arrived. */
        Deposits: {
            /** @description Newest first, at most a hundred. */
            deposits: components["schemas"]["TreasuryDeposit"][];
            /** @description Oldest first. */
            underWay: components["schemas"]["StatementLine"][];
        };
        /** @description Something a person has to look at. */
        Discrepancy: {
            /** Format: uuid */
            id: string;
            operator: components["schemas"]["Operator"];
            /** Format: date */
            day: string;
            class: components["schemas"]["FindingClass"];
            /**
             * Format: int64
             * @description What the statement has more than the books, in francs.
             */
            amountXof: number;
            status: components["schemas"]["DiscrepancyStatus"];
            resolution?: components["schemas"]["Resolution"] | null;
            reason?: string | null;
            /** Format: date-time */
            foundAt: string;
            /** Format: date-time */
            resolvedAt?: string | null;
            line?: components["schemas"]["StatementLine"] | null;
            ours?: components["schemas"]["ReconciledAttempt"] | null;
            /** @description Payments this may be: the same amount within a quarter of an hour. */
            proposals: components["schemas"]["ReconciledAttempt"][];
            /** @description What may be done about it now. */
            actions: components["schemas"]["Resolution"][];
            /** @description Those of them that somebody else has to take, because the caller brought the statement in. */
            needsAnother: components["schemas"]["Resolution"][];
            /**
             * Format: int64
             * @description What the line has more than was asked, in francs, and less when negative: what `surplus_set_aside` and `corrected` are about.
             */
            beyondXof?: number | null;
            /**
             * Format: uuid
             * @description The refund of ours that the line tells, or that the operator does not have.
             */
            refundId?: string | null;
        };
        /**
         * @description What to do about a difference.
         * @example {
         *       "action": "explained",
         *       "reason": "Frais de tenue de compte, convention article 7"
         *     }
         */
        DiscrepancyDecision: {
            /** @description One of the difference's `actions`. */
            action: components["schemas"]["Resolution"];
            /**
             * Format: uuid
             * @description With `proposal_accepted`: which of the proposals it is.
             */
            attemptId?: string | null;
            /** @description Needed with `explained`. */
            reason?: string | null;
        };
        /**
         * @description Whether a difference still waits for a person.
         * @enum {string}
         */
        DiscrepancyStatus: "open" | "resolved";
        /** @description A document as it is shown. */
        Document: {
            /** Format: uuid */
            id: string;
            /**
             * @description One of `/reference` `documentKinds`, or of the papers of an applicant's profile.
             * @example commercial_invoice
             */
            kind: string;
            /** @example facture.pdf */
            fileName: string;
            /** @example application/pdf */
            mediaType: string;
            /** Format: int64 */
            sizeBytes: number;
            /** @description Lower-case hexadecimal. */
            sha256: string;
            /** Format: date-time */
            uploadedAt: string;
        };
        /** @description A kind of document one attaches. */
        DocumentKindView: {
            /** @example commercial_invoice */
            code: string;
            name: components["schemas"]["Text"];
            /** @description Asked for on every application; others depend on the goods and the criterion. */
            required: boolean;
        };
        /** @description A document as sent, in two parts. */
        DocumentUpload: {
            /**
             * @description What the document is.
             * @example commercial_invoice
             */
            kind: string;
            /**
             * Format: binary
             * @description A PDF, JPEG or PNG of at most 10 MiB.
             */
            file: string;
        };
        /**
         * @description A draft: every member may be missing. It is stored as it was typed and checked when it is submitted.
         * @example {
         *       "consignee": {
         *         "address": "12 rue du Port",
         *         "city": "Casablanca",
         *         "country": "MA",
         *         "name": "Fruits du Bouregreg"
         *       },
         *       "destination": "MA",
         *       "goods": [
         *         {
         *           "criterion": "WP",
         *           "description": "Mangues fraîches, variété Kent",
         *           "fobValueXof": 12069000,
         *           "grossWeightG": 12600000,
         *           "hsCode": "080450",
         *           "marks": "Sans marques",
         *           "netWeightG": 12000000,
         *           "packageCount": 2400,
         *           "packageKind": "CT"
         *         }
         *       ],
         *       "invoice": {
         *         "amount": "18400.00",
         *         "currency": "EUR",
         *         "date": "2026-05-04",
         *         "incoterm": "FOB",
         *         "number": "F-2026-118"
         *       },
         *       "scheme": "ZLE",
         *       "transport": {
         *         "from": "Bamako",
         *         "means": "Camion BD-4512-MD",
         *         "mode": "3",
         *         "to": "Casablanca"
         *       }
         *     }
         */
        Draft: {
            /** @default null */
            scheme: string | null;
            /**
             * @description ISO 3166-1 alpha-2.
             * @default null
             */
            destination: string | null;
            /** @default null */
            consignee: components["schemas"]["DraftConsignee"] | null;
            /** @default null */
            transport: components["schemas"]["DraftTransport"] | null;
            /** @default null */
            invoice: components["schemas"]["DraftInvoice"] | null;
            /** @default [] */
            goods: components["schemas"]["DraftGoods"][];
            /** @default null */
            remarks: string | null;
        };
        /** @description Who receives the goods. */
        DraftConsignee: {
            /** @default null */
            name: string | null;
            /** @default null */
            address: string | null;
            /** @default null */
            city: string | null;
            /** @default null */
            country: string | null;
            /** @default null */
            registration: string | null;
        };
        /** @description One line of goods. */
        DraftGoods: {
            /**
             * @description 6 to 10 digits.
             * @default null
             */
            hsCode: string | null;
            /** @default null */
            description: string | null;
            /**
             * Format: int64
             * @default null
             */
            packageCount: number | null;
            /**
             * @description UN Recommendation 21.
             * @default null
             */
            packageKind: string | null;
            /** @default null */
            marks: string | null;
            /**
             * Format: int64
             * @description Grams.
             * @default null
             */
            grossWeightG: number | null;
            /**
             * Format: int64
             * @description Grams.
             * @default null
             */
            netWeightG: number | null;
            /** @default null */
            supplementaryQuantity: string | null;
            /**
             * Format: int64
             * @description Whole francs.
             * @default null
             */
            fobValueXof: number | null;
            /** @default null */
            criterion: string | null;
            /** @default null */
            criterionDetail: string | null;
            /** @default null */
            producer: string | null;
        };
        /** @description The commercial invoice. */
        DraftInvoice: {
            /** @default null */
            number: string | null;
            /** @default null */
            date: string | null;
            /** @default null */
            currency: string | null;
            /**
             * @description Decimal text in the invoice's currency.
             * @default null
             */
            amount: string | null;
            /** @default null */
            incoterm: string | null;
        };
        /** @description How the goods travel. */
        DraftTransport: {
            /**
             * @description UN Recommendation 19.
             * @default null
             */
            mode: string | null;
            /** @default null */
            from: string | null;
            /** @default null */
            to: string | null;
            /** @default null */
            means: string | null;
            /** @default null */
            documentNumber: string | null;
            /** @default null */
            departureDate: string | null;
            /** @default null */
            container: string | null;
            /** @default null */
            seals: string | null;
        };
        /**
         * @description What an export measure does to an application.
         * @enum {string}
         */
        Effect: "block" | "warn";
        /** @description Customs' visa on export. */
        EndorsementInput: {
            /** @example 2026 E 11842 */
            declarationNumber: string;
            /** @example Bamako-Sénou */
            office: string;
            /**
             * Format: date
             * @example 2026-11-24
             */
            date: string;
        };
        /** @description A secret for an authenticator app. It is shown this once. */
        Enrolment: {
            /**
             * @description Base 32, to type by hand.
             * @example GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ
             */
            secret: string;
            /** @description What the QR code for the app holds. */
            otpauthUri: string;
            symbol: components["schemas"]["Symbol"];
        };
        /**
         * @description What an entry stands for.
         * @enum {string}
         */
        EntryKind: "payment" | "overpayment" | "suspense" | "set_aside" | "suspense_released" | "refund_decided" | "refund_executed" | "reversal" | "sweep" | "deposit" | "operator_fee";
        /** @description Who did what to which record, when, from which state to which, and why. */
        Event: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            at: string;
            actor?: components["schemas"]["EventActor"] | null;
            /** @example submit */
            action: string;
            /** @example draft */
            from?: string | null;
            /** @example submitted */
            to?: string | null;
            reason?: string | null;
            record: components["schemas"]["EventRecord"];
            /**
             * Format: int64
             * @description Its global number; absent during the moment before it has one.
             */
            number?: number | null;
        };
        /** @description The person who acted. */
        EventActor: {
            /**
             * @description Absent where only the office may be known.
             * @example Awa Traoré
             */
            name?: string | null;
            /** @description The role the person had at that moment. */
            role: string;
        };
        /** @description The record something was done to. */
        EventRecord: {
            /** @example application */
            kind: string;
            id: string;
            /** @description What a person calls it: a reference, a number. */
            label: string;
        };
        /** @description A dated export ban or condition. */
        ExportMeasure: {
            /** Format: uuid */
            id: string;
            /** @example sesame_2024 */
            code: string;
            /**
             * @description The beginning of the goods codes it concerns.
             * @example 120740
             */
            hsPrefix: string;
            effect: components["schemas"]["Effect"];
            label: components["schemas"]["Text"];
            /** Format: date */
            from: string;
            /**
             * Format: date
             * @description Its last day; absent while in force.
             */
            to?: string | null;
            source: string;
            confirmed: boolean;
        };
        /** @description A firm as its people and the agency see it. */
        Exporter: components["schemas"]["Particulars"] & {
            /** Format: uuid */
            id: string;
            status: components["schemas"]["ExporterStatus"];
            /** @description Why, as the officer wrote it. */
            statusReason?: string | null;
            /**
             * Format: int64
             * @description Give it back in `If-Match` when correcting.
             */
            version: number;
            documents: components["schemas"]["Document"][];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            verifiedAt?: string | null;
            /** @description What the caller may do now: `verify`, `suspend`, `reinstate`, `reject`, `edit`. */
            allowedActions: string[];
        };
        /**
         * @description A firm's particulars as sent, nothing checked yet. In a correction, members that are absent stay as they are.
         * @example {
         *       "address": {
         *         "city": "Sikasso",
         *         "country": "ML",
         *         "region": "Sikasso",
         *         "street": "Quartier Médine"
         *       },
         *       "identifiers": {
         *         "producer_card": "CP-SIK-00412"
         *       },
         *       "name": "Coopérative Bɛnkadi",
         *       "phone": "70 12 34 56",
         *       "profile": "producer"
         *     }
         */
        ExporterInput: {
            /** @default null */
            profile: string | null;
            /** @default null */
            name: string | null;
            /**
             * @description Null takes it away.
             * @default null
             */
            tradeName: string | null;
            /** @default null */
            identifiers: {
                [key: string]: string;
            } | null;
            /** @default null */
            address: components["schemas"]["AddressInput"] | null;
            /** @default null */
            phone: string | null;
            /**
             * @description Null takes it away.
             * @default null
             */
            email: string | null;
        };
        /**
         * @description Whether the agency knows a firm to be what it says.
         * @enum {string}
         */
        ExporterStatus: "pending" | "verified" | "suspended" | "rejected";
        /** @description A line of goods to compare. */
        FactsLine: {
            hsCode: string;
            description: string;
            /** @example 1200 cartons */
            packages: string;
            /** Format: int64 */
            grossWeightG: number;
        };
        /** @description One faulty field. */
        Fault: {
            /** @description A JSON pointer (RFC 6901), empty for the whole. */
            pointer: string;
            code: string;
            detail: string;
        };
        /** @description The record whose history it concerns. */
        FaultyRecord: {
            kind: string;
            id: string;
            label: string;
            /**
             * Format: int64
             * @description Which event of this record, from 1.
             */
            sequence: number;
        };
        /** @description A price from a day on. */
        Fee: {
            /** @example ZLE */
            scheme: string;
            /**
             * Format: int64
             * @example 1500
             */
            amountXof: number;
            /** Format: date */
            validFrom: string;
            source: string;
            confirmed: boolean;
        };
        /**
         * @description Who bears what an operator charges.
         * @enum {string}
         */
        FeeBearer: "agency" | "payer";
        /**
         * @description A price to set.
         * @example {
         *       "amountXof": 1500,
         *       "confirmed": true,
         *       "scheme": "ZLE",
         *       "source": "Arrêté fixant le tarif de l'agence",
         *       "validFrom": "2027-01-01"
         *     }
         */
        FeeInput: {
            scheme?: string | null;
            /** Format: int64 */
            amountXof?: number | null;
            validFrom?: string | null;
            source?: string | null;
            confirmed?: boolean;
        };
        /** @description What is owed for one application. */
        FeeOrder: {
            /** Format: uuid */
            id: string;
            reference: string;
            /**
             * Format: int64
             * @example 1500
             */
            amountXof: number;
            status: components["schemas"]["FeeOrderStatus"];
            /** Format: date-time */
            createdAt: string;
            /** @description Oldest first. */
            attempts: components["schemas"]["Attempt"][];
        };
        /**
         * @description Where a fee order stands.
         * @enum {string}
         */
        FeeOrderStatus: "unpaid" | "paid" | "exempted" | "cancelled" | "refund_due" | "refunded";
        /**
         * @description What came of holding a line and an attempt against each other.
         * @enum {string}
         */
        FindingClass: "matched" | "amount_diff" | "fee_diff" | "missing_at_provider" | "missing_at_us" | "duplicate_at_provider" | "reversal";
        /** @description The first thing found wrong, in the order of the global numbers. */
        FirstFault: {
            fault: components["schemas"]["ChainFault"];
            /**
             * Format: int64
             * @description The global number at which it was found; absent among events that have none yet.
             */
            number?: number | null;
            /** Format: uuid */
            eventId?: string | null;
            record?: components["schemas"]["FaultyRecord"] | null;
        };
        /** @description Which form is drawn, and in which colour its band and rules are printed. */
        Form: {
            layout: components["schemas"]["Layout"];
            /** @description `#rrggbb`. */
            colour: string;
        };
        /** @description One line of goods. */
        Goods: {
            /**
             * Format: int32
             * @description From 1.
             */
            line: number;
            /** @description 6 to 10 digits. */
            hsCode: string;
            description: string;
            /** Format: int32 */
            packageCount: number;
            packageKind: components["schemas"]["Named"];
            marks: string;
            /** Format: int64 */
            grossWeightG: number;
            /** Format: int64 */
            netWeightG?: number | null;
            supplementaryQuantity?: string | null;
            /** Format: int64 */
            fobValueXof: number;
            criterion: components["schemas"]["Named"];
            criterionDetail?: string | null;
            producer?: string | null;
        };
        /** @description The state of the service. */
        Health: {
            /** @example ok */
            status: string;
        };
        /**
         * @description How far a statement's import is.
         * @enum {string}
         */
        ImportStatus: "read" | "importing" | "imported" | "discarded";
        /** @description The commercial invoice. */
        Invoice: {
            number: string;
            /** Format: date */
            date: string;
            /** @description ISO 4217. */
            currency: string;
            /** @description Decimal, as it was typed: invoices are in any currency and the record holds no fractions as numbers. */
            amount: string;
            incoterm?: string | null;
        };
        /** @description A list that is always whole. */
        Items_AccountDaysView: {
            items: {
                operator: components["schemas"]["Operator"];
                /** Format: date */
                lastClosed?: string | null;
                /** @description Days with movements that are not closed, oldest first, of the last month. */
                open: string[];
            }[];
        };
        /** @description A list that is always whole. */
        Items_ContentChange: {
            items: {
                pointer: string;
                before: unknown;
                after: unknown;
            }[];
        };
        /** @description A list that is always whole. */
        Items_Event: {
            items: {
                /** Format: uuid */
                id: string;
                /** Format: date-time */
                at: string;
                actor?: components["schemas"]["EventActor"] | null;
                /** @example submit */
                action: string;
                /** @example draft */
                from?: string | null;
                /** @example submitted */
                to?: string | null;
                reason?: string | null;
                record: components["schemas"]["EventRecord"];
                /**
                 * Format: int64
                 * @description Its global number; absent during the moment before it has one.
                 */
                number?: number | null;
            }[];
        };
        /** @description A list that is always whole. */
        Items_ExportMeasure: {
            items: {
                /** Format: uuid */
                id: string;
                /** @example sesame_2024 */
                code: string;
                /**
                 * @description The beginning of the goods codes it concerns.
                 * @example 120740
                 */
                hsPrefix: string;
                effect: components["schemas"]["Effect"];
                label: components["schemas"]["Text"];
                /** Format: date */
                from: string;
                /**
                 * Format: date
                 * @description Its last day; absent while in force.
                 */
                to?: string | null;
                source: string;
                confirmed: boolean;
            }[];
        };
        /** @description A list that is always whole. */
        Items_Fault: {
            items: {
                /** @description A JSON pointer (RFC 6901), empty for the whole. */
                pointer: string;
                code: string;
                detail: string;
            }[];
        };
        /** @description A list that is always whole. */
        Items_Fee: {
            items: {
                /** @example ZLE */
                scheme: string;
                /**
                 * Format: int64
                 * @example 1500
                 */
                amountXof: number;
                /** Format: date */
                validFrom: string;
                source: string;
                confirmed: boolean;
            }[];
        };
        /** @description A list that is always whole. */
        Items_LedgerBalance: {
            items: {
                /** @example assets:operator:orange_money */
                account: string;
                /** Format: int64 */
                debitXof: number;
                /** Format: int64 */
                creditXof: number;
            }[];
        };
        /** @description A list that is always whole. */
        Items_ListedAccount: {
            items: (components["schemas"]["Account"] & {
                status: components["schemas"]["AccountStatus"];
                /** Format: date-time */
                createdAt: string;
            })[];
        };
        /** @description A list that is always whole. */
        Items_MoneySetAside: {
            items: {
                line: components["schemas"]["StatementLine"];
                operator: components["schemas"]["Operator"];
                /** @description True for what came beyond what was asked; else it is nobody's, or less than was asked. */
                isSurplus: boolean;
                /** Format: int64 */
                amountXof: number;
                /**
                 * Format: int64
                 * @description What of it no refund is asked for.
                 */
                leftXof: number;
                ours?: components["schemas"]["ReconciledAttempt"] | null;
            }[];
        };
        /** @description A list that is always whole. */
        Items_OperatorProfile: {
            items: {
                code: components["schemas"]["Operator"];
                /** @example Wave */
                name: string;
                /** @description Whether its account and secrets are in the service's settings. */
                setUp: boolean;
                /** @description Whether payers are offered it today. */
                offered: boolean;
                /** @description Who bears what the operator charges. */
                feeBearer: components["schemas"]["FeeBearer"];
                /** @description What its terms rest on. */
                source: string;
                /** @description Whether the agency confirmed its terms. */
                confirmed: boolean;
            }[];
        };
        /** @description A list that is always whole. */
        Items_OperatorView: {
            items: {
                code: components["schemas"]["Operator"];
                /** @example Orange Money */
                name: string;
                /** @description What a payer will have to do, in a few words. */
                word: components["schemas"]["Text"];
                /** @description False while it cannot be reached. */
                available: boolean;
                /**
                 * Format: int64
                 * @description Minutes a payer has to confirm.
                 */
                sessionMinutes: number;
                /** @description Whether the payer's number is asked for. */
                phone: components["schemas"]["PhoneUse"];
                /** @description The wallets to choose from when a number is given; empty where there is nothing to choose. */
                wallets: components["schemas"]["Wallet"][];
            }[];
        };
        /** @description A list that is always whole. */
        Items_PaymentClaim: {
            items: {
                /** Format: uuid */
                id: string;
                /** Format: uuid */
                orderId: string;
                orderReference: string;
                /** Format: int64 */
                orderAmountXof: number;
                /** @example MP261121.1341.A00073 */
                transactionId: string;
                /** Format: int64 */
                amountXof: number;
                /** Format: date */
                paidOn: string;
                status: components["schemas"]["ClaimStatus"];
                /** @description How it stands, in plain words and the language asked for. */
                message: string;
                /** @description Why it was refused. */
                reason?: string | null;
                /** Format: date-time */
                createdAt: string;
                /** Format: date-time */
                decidedAt?: string | null;
                /**
                 * @description For the agency: `found`, `not_found`, `other_amount`, `used` or `going_back`.
                 * @example found
                 */
                evidence?: string | null;
                line?: components["schemas"]["StatementLine"] | null;
                /** @description True when the caller brought the statement in or put the money into suspense: somebody else has to approve. */
                needsAnother?: boolean;
            }[];
        };
        /** @description A list that is always whole. */
        Items_Product: {
            items: {
                /**
                 * @description Six digits of the Harmonized System.
                 * @example 080450
                 */
                hsCode: string;
                /**
                 * @description Ten digits of the CEDEAO common tariff, where known.
                 * @example 0804509000
                 */
                tecCode?: string | null;
                label: components["schemas"]["Text"];
                /** @example 08 */
                chapter: string;
                /**
                 * @description Unit of the supplementary quantity.
                 * @example kg
                 */
                unit?: string | null;
                /**
                 * @description The criterion it usually meets, in the letters of the scheme asked for (of the ZLECAf when none is).
                 * @example WP
                 */
                usualCriterion?: string | null;
                /** @description Bans and conditions in force today. */
                measures: components["schemas"]["ProductMeasureView"][];
            }[];
        };
        /** @description A list that is always whole. */
        Items_Quittance: {
            items: {
                /** @example Q-APEX-2026-000071 */
                number: string;
                kind: components["schemas"]["QuittanceKind"];
                /**
                 * Format: int64
                 * @example 1500
                 */
                amountXof: number;
                /** @example mille cinq cents francs CFA */
                amountInWords: string;
                payer: string;
                /** Format: uuid */
                orderId: string;
                orderReference: string;
                operator: components["schemas"]["Operator"];
                transactionId: string;
                /** @description The budget line. */
                revenueCode: string;
                /** Format: date-time */
                paidAt: string;
                /** Format: date-time */
                issuedAt: string;
                /**
                 * Format: int64
                 * @description How often it was printed; every print but the first is a duplicate.
                 */
                prints: number;
                /** @description The quittance this one cancels. */
                cancels?: string | null;
                /** @description Why it cancels it. */
                reason?: string | null;
                /** @description The counter-quittance that cancels this one. */
                cancelledBy?: string | null;
            }[];
        };
        /** @description A list that is always whole. */
        Items_Scheme: {
            items: {
                /** @example ZLE */
                code: string;
                name: components["schemas"]["Text"];
                documentTitle: components["schemas"]["Text"];
                status: components["schemas"]["SchemeStatus"];
                statusNote?: components["schemas"]["Text"] | null;
                kind: components["schemas"]["ProofKind"];
                /** Format: int32 */
                validityMonths?: number | null;
                /** @description One product per certificate. */
                singleProduct: boolean;
                criteria: components["schemas"]["CriterionView"][];
                checklist: components["schemas"]["ChecklistItemView"][];
                /** @description What an applicant should know. */
                notes: components["schemas"]["Text"][];
                /**
                 * Format: int64
                 * @description Today's price, in whole francs; null when none is set.
                 * @example 1500
                 */
                feeXof?: number | null;
                /** @description Countries it applies in; null for all. */
                destinations?: string[] | null;
                /** @description Whether the agency confirmed these terms. */
                confirmed: boolean;
                source: string;
            }[];
        };
        /** @description A public key as published in the JWK set (RFC 7517). */
        Jwk: {
            kty: string;
            crv: string;
            x: string;
            y: string;
            alg: string;
            use: string;
            /** @description The four bytes of `kid` in the seal, as 8 hexadecimal digits. */
            kid: string;
        };
        /** @description The JWK set of `/.well-known/jwks.json`. */
        JwkSet: {
            keys: components["schemas"]["Jwk"][];
        };
        /**
         * @description The languages the service speaks; French is the default.
         * @enum {string}
         */
        Language: "fr" | "en";
        /**
         * @description The forms the service can draw.
         * @enum {string}
         */
        Layout: "afcfta" | "standard";
        /** @description What was booked on an account. */
        LedgerBalance: {
            /** @example assets:operator:orange_money */
            account: string;
            /** Format: int64 */
            debitXof: number;
            /** Format: int64 */
            creditXof: number;
        };
        /**
         * @description What kind of movement a statement's line is.
         * @enum {string}
         */
        LineKind: "payment" | "refund" | "reversal" | "sweep" | "fee" | "other";
        /** @description An account as the administrator or the firm's administrator sees it. */
        ListedAccount: components["schemas"]["Account"] & {
            status: components["schemas"]["AccountStatus"];
            /** Format: date-time */
            createdAt: string;
        };
        /** @description An attempt in the treasurer's list. */
        ListedAttempt: components["schemas"]["Attempt"] & {
            orderReference: string;
            applicationReference: string;
            exporterName: string;
        };
        /** @description An order in the treasurer's list. */
        ListedFeeOrder: {
            /** Format: uuid */
            id: string;
            reference: string;
            applicationReference: string;
            exporterName: string;
            /**
             * Format: int64
             * @example 1500
             */
            amountXof: number;
            status: components["schemas"]["FeeOrderStatus"];
            /** Format: date-time */
            createdAt: string;
        };
        Lookup: {
            /** @description A number, the text under the QR code, or its digits. */
            n?: string | null;
            /** @description `fr` or `en`. */
            lang?: string | null;
        };
        /**
         * @description The last day of a measure.
         * @example {
         *       "reason": "Levée par l'arrêté n° 2027-0000",
         *       "to": "2027-03-31"
         *     }
         */
        MeasureEndInput: {
            to?: string | null;
            reason?: string | null;
        };
        /**
         * @description An export ban or condition to add.
         * @example {
         *       "confirmed": true,
         *       "effect": "warn",
         *       "from": "2027-01-01",
         *       "hsPrefix": "0804",
         *       "label": {
         *         "en": "Mangoes: phytosanitary certificate",
         *         "fr": "Mangues : certificat phytosanitaire"
         *       },
         *       "source": "Arrêté n° 2026-0000"
         *     }
         */
        MeasureInput: {
            hsPrefix?: string | null;
            effect?: string | null;
            label?: components["schemas"]["TextInput"];
            from?: string | null;
            to?: string | null;
            source?: string | null;
            confirmed?: boolean;
        };
        /** @description Money that a statement told and that pays nothing: it waits for a claim, or to go back. */
        MoneySetAside: {
            line: components["schemas"]["StatementLine"];
            operator: components["schemas"]["Operator"];
            /** @description True for what came beyond what was asked; else it is nobody's, or less than was asked. */
            isSurplus: boolean;
            /** Format: int64 */
            amountXof: number;
            /**
             * Format: int64
             * @description What of it no refund is asked for.
             */
            leftXof: number;
            ours?: components["schemas"]["ReconciledAttempt"] | null;
        };
        /** @description What came in during one month. */
        MonthRevenue: {
            /** @example 2026-11 */
            month: string;
            /** Format: int64 */
            amountXof: number;
            /** Format: int64 */
            count: number;
        };
        /** @description A coded value with its name as it was on the day of issue. */
        Named: {
            code: string;
            name: components["schemas"]["Text"];
        };
        /** @description A payment of ours that a callback names. */
        NamedPayment: {
            /** Format: uuid */
            attemptId: string;
            reference: string;
            orderReference: string;
            status: components["schemas"]["AttemptStatus"];
            /** Format: int64 */
            amountXof: number;
        };
        /** @description A code and what people call it. */
        NamedView: {
            code: string;
            name: components["schemas"]["Text"];
        };
        /**
         * @description How to begin.
         * @example {
         *       "copyOf": null,
         *       "replaces": null
         *     }
         */
        NewApplication: {
            /**
             * Format: uuid
             * @description An older application to copy; invoice, transport and dates are left out.
             */
            copyOf?: string | null;
            /** @description The number of a certificate this application is to replace. */
            replaces?: string | null;
        };
        /**
         * @description Which operator to pay with.
         * @example {
         *       "operator": "orange_money"
         *     }
         */
        NewAttempt: {
            operator: components["schemas"]["Operator"];
            /**
             * @description The payer's number, where the operator sends its request to a telephone. Eight digits alone are Malian. Its last two digits are kept, and a
             *     keyed digest.
             * @example 70 00 00 00
             */
            phone?: string | null;
            wallet?: components["schemas"]["Wallet"] | null;
        };
        /**
         * @description What the payer's message from the operator says.
         * @example {
         *       "amountXof": 1500,
         *       "paidOn": "2026-11-16",
         *       "transactionId": "MP261121.1341.A00073"
         *     }
         */
        NewPaymentClaim: {
            /** @description The number of the transaction. */
            transactionId: string;
            /** Format: int64 */
            amountXof: number;
            /** Format: date */
            paidOn: string;
        };
        /**
         * @description A new person, as sent.
         * @example {
         *       "fullName": "Awa Traoré",
         *       "language": "fr",
         *       "password": "karité du Bélédougou",
         *       "phone": "70 12 34 56"
         *     }
         */
        NewPerson: {
            fullName: string;
            /** @description At least one of `email` and `phone`. */
            email?: string | null;
            /** @description International form, or eight Malian digits. */
            phone?: string | null;
            /** @description 8 to 128 characters, none of the commonest. */
            password: string;
            language?: components["schemas"]["Language"] | null;
        };
        /**
         * @description A payment to give back.
         * @example {
         *       "attemptId": "0197f3c2-7d10-7000-8000-5a3f1c2b4d6e",
         *       "note": "Demande retirée avant instruction."
         *     }
         */
        NewRefund: {
            /**
             * Format: uuid
             * @description The payment to give back, or else `lineId`.
             */
            attemptId?: string | null;
            /**
             * Format: uuid
             * @description The statement's line whose money was put aside, as `/treasury/set-aside` lists it.
             */
            lineId?: string | null;
            /**
             * Format: int64
             * @description All that is left of the money when absent.
             */
            amountXof?: number | null;
            /** @description Why, for whoever approves. */
            note: string;
        };
        /**
         * @description A new member of the agency or of customs, as sent.
         * @example {
         *       "email": "m.keita@agence.ml",
         *       "fullName": "Moussa Keïta",
         *       "language": "fr",
         *       "password": "trois chevaux blancs",
         *       "role": "examiner"
         *     }
         */
        NewStaff: {
            fullName: string;
            email?: string | null;
            phone?: string | null;
            /** @description Any role but those of exporters. */
            role: components["schemas"]["Role"];
            password: string;
            language?: components["schemas"]["Language"] | null;
        };
        /**
         * @description A deposit as its slip says.
         * @example {
         *       "amountXof": 148500,
         *       "depositedOn": "2026-11-20",
         *       "operator": "wave",
         *       "slip": "BV-2026-0117",
         *       "sweeps": [
         *         "0197f3c2-7d10-7000-8000-000000000000"
         *       ]
         *     }
         */
        NewTreasuryDeposit: {
            operator: components["schemas"]["Operator"];
            slip: string;
            /** Format: date */
            depositedOn: string;
            /** Format: int64 */
            amountXof: number;
            /** @description The transfers it is made of; they add up to the amount. */
            sweeps: string[];
        };
        /**
         * @description What an officer writes when verifying, if anything.
         * @example {
         *       "note": "RCCM et NIF vus"
         *     }
         */
        Note: {
            note?: string | null;
        };
        /** @description An officer as printed: no identifier of the account. */
        Officer: {
            name: string;
            title: components["schemas"]["Text"];
        };
        /**
         * @description A way to be paid, by a mobile-money operator that is asked over HTTP or by a person who takes money or a claim in.
         * @enum {string}
         */
        Operator: "orange_money" | "wave" | "pay_dunya" | "mtn_momo" | "gsma" | "cinet_pay" | "cash_desk" | "merchant_code";
        /** @description From when on a way to pay is offered or no longer offered. */
        OperatorPeriod: {
            operator: components["schemas"]["Operator"];
            enabled: boolean;
            /** Format: date */
            validFrom: string;
            source: string;
        };
        /**
         * @description Whether a way to pay is offered from a day on.
         * @example {
         *       "enabled": true,
         *       "source": "Contrat signé avec l'opérateur",
         *       "validFrom": "2027-01-01"
         *     }
         */
        OperatorPeriodInput: {
            enabled?: boolean | null;
            validFrom?: string | null;
            /** @description The contract or decision. */
            source?: string | null;
        };
        /** @description A way to pay as the agency has it: its terms, and whether payers are offered it. */
        OperatorProfile: {
            code: components["schemas"]["Operator"];
            /** @example Wave */
            name: string;
            /** @description Whether its account and secrets are in the service's settings. */
            setUp: boolean;
            /** @description Whether payers are offered it today. */
            offered: boolean;
            /** @description Who bears what the operator charges. */
            feeBearer: components["schemas"]["FeeBearer"];
            /** @description What its terms rest on. */
            source: string;
            /** @description Whether the agency confirmed its terms. */
            confirmed: boolean;
        };
        /** @description What came in through one operator. */
        OperatorRevenue: {
            /** @example orange_money */
            operator: string;
            /** Format: int64 */
            count: number;
            /** Format: int64 */
            amountXof: number;
        };
        /** @description An operator one can pay with. */
        OperatorView: {
            code: components["schemas"]["Operator"];
            /** @example Orange Money */
            name: string;
            /** @description What a payer will have to do, in a few words. */
            word: components["schemas"]["Text"];
            /** @description False while it cannot be reached. */
            available: boolean;
            /**
             * Format: int64
             * @description Minutes a payer has to confirm.
             */
            sessionMinutes: number;
            /** @description Whether the payer's number is asked for. */
            phone: components["schemas"]["PhoneUse"];
            /** @description The wallets to choose from when a number is given; empty where there is nothing to choose. */
            wallets: components["schemas"]["Wallet"][];
        };
        /**
         * @description The opinion that came back.
         * @example {
         *       "favourable": true,
         *       "text": "Taux conforme au dossier de coûts."
         *     }
         */
        Opinion: {
            text?: string;
            favourable: boolean;
        };
        /**
         * @description Whom to ask and what.
         * @example {
         *       "body": "Chambre de commerce et d'industrie du Mali",
         *       "question": "Le taux de valeur ajoutée déclaré est-il plausible ?"
         *     }
         */
        OpinionRequest: {
            /** @example Direction nationale de la géologie et des mines */
            body?: string;
            question?: string;
        };
        /**
         * @description What one may change of oneself.
         * @example {
         *       "language": "en"
         *     }
         */
        OwnChanges: {
            fullName?: string | null;
            language?: components["schemas"]["Language"] | null;
        };
        /** @description One page of a list. */
        Page_ApplicationSummary: {
            items: {
                /** Format: uuid */
                id: string;
                /** @example D26-7K3-Q2MP */
                reference: string;
                status: components["schemas"]["ApplicationStatus"];
                scheme?: string | null;
                destination?: string | null;
                /** Format: uuid */
                exporterId: string;
                exporterName: string;
                goodsSummary?: string | null;
                /**
                 * Format: int64
                 * @description Whole francs.
                 */
                fobValueXof?: number | null;
                /** Format: date-time */
                updatedAt: string;
                /** Format: date-time */
                submittedAt?: string | null;
                /** Format: date-time */
                dueAt?: string | null;
                late: boolean;
                assignee?: components["schemas"]["Assignee"] | null;
                certificateNumber?: string | null;
            }[];
            /** @description Give it back as `cursor` to read on; null at the end. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_CertificateSummary: {
            items: {
                /** @example ML-ZLE-2026-000123-A */
                number: string;
                status: components["schemas"]["CertificateStatus"];
                scheme: string;
                /** @description ISO 3166-1 alpha-2. */
                destination: string;
                exporterName: string;
                /** Format: date-time */
                issuedAt: string;
                /** Format: date */
                validUntil?: string | null;
                /**
                 * Format: int64
                 * @description Whole francs.
                 */
                fobValueXof: number;
                /**
                 * Format: int64
                 * @description Grams.
                 */
                grossWeightG: number;
                /** Format: uuid */
                applicationId: string;
            }[];
            /** @description Give it back as `cursor` to read on; null at the end. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Discrepancy: {
            items: {
                /** Format: uuid */
                id: string;
                operator: components["schemas"]["Operator"];
                /** Format: date */
                day: string;
                class: components["schemas"]["FindingClass"];
                /**
                 * Format: int64
                 * @description What the statement has more than the books, in francs.
                 */
                amountXof: number;
                status: components["schemas"]["DiscrepancyStatus"];
                resolution?: components["schemas"]["Resolution"] | null;
                reason?: string | null;
                /** Format: date-time */
                foundAt: string;
                /** Format: date-time */
                resolvedAt?: string | null;
                line?: components["schemas"]["StatementLine"] | null;
                ours?: components["schemas"]["ReconciledAttempt"] | null;
                /** @description Payments this may be: the same amount within a quarter of an hour. */
                proposals: components["schemas"]["ReconciledAttempt"][];
                /** @description What may be done about it now. */
                actions: components["schemas"]["Resolution"][];
                /** @description Those of them that somebody else has to take, because the caller brought the statement in. */
                needsAnother: components["schemas"]["Resolution"][];
                /**
                 * Format: int64
                 * @description What the line has more than was asked, in francs, and less when negative: what `surplus_set_aside` and `corrected` are about.
                 */
                beyondXof?: number | null;
                /**
                 * Format: uuid
                 * @description The refund of ours that the line tells, or that the operator does not have.
                 */
                refundId?: string | null;
            }[];
            /** @description Give it back as `cursor` to read on; null at the end. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Event: {
            items: {
                /** Format: uuid */
                id: string;
                /** Format: date-time */
                at: string;
                actor?: components["schemas"]["EventActor"] | null;
                /** @example submit */
                action: string;
                /** @example draft */
                from?: string | null;
                /** @example submitted */
                to?: string | null;
                reason?: string | null;
                record: components["schemas"]["EventRecord"];
                /**
                 * Format: int64
                 * @description Its global number; absent during the moment before it has one.
                 */
                number?: number | null;
            }[];
            /** @description Give it back as `cursor` to read on; null at the end. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Exporter: {
            items: (components["schemas"]["Particulars"] & {
                /** Format: uuid */
                id: string;
                status: components["schemas"]["ExporterStatus"];
                /** @description Why, as the officer wrote it. */
                statusReason?: string | null;
                /**
                 * Format: int64
                 * @description Give it back in `If-Match` when correcting.
                 */
                version: number;
                documents: components["schemas"]["Document"][];
                /** Format: date-time */
                createdAt: string;
                /** Format: date-time */
                verifiedAt?: string | null;
                /** @description What the caller may do now: `verify`, `suspend`, `reinstate`, `reject`, `edit`. */
                allowedActions: string[];
            })[];
            /** @description Give it back as `cursor` to read on; null at the end. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_ListedAccount: {
            items: (components["schemas"]["Account"] & {
                status: components["schemas"]["AccountStatus"];
                /** Format: date-time */
                createdAt: string;
            })[];
            /** @description Give it back as `cursor` to read on; null at the end. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_ListedAttempt: {
            items: (components["schemas"]["Attempt"] & {
                orderReference: string;
                applicationReference: string;
                exporterName: string;
            })[];
            /** @description Give it back as `cursor` to read on; null at the end. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_ListedFeeOrder: {
            items: {
                /** Format: uuid */
                id: string;
                reference: string;
                applicationReference: string;
                exporterName: string;
                /**
                 * Format: int64
                 * @example 1500
                 */
                amountXof: number;
                status: components["schemas"]["FeeOrderStatus"];
                /** Format: date-time */
                createdAt: string;
            }[];
            /** @description Give it back as `cursor` to read on; null at the end. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_PaymentClaim: {
            items: {
                /** Format: uuid */
                id: string;
                /** Format: uuid */
                orderId: string;
                orderReference: string;
                /** Format: int64 */
                orderAmountXof: number;
                /** @example MP261121.1341.A00073 */
                transactionId: string;
                /** Format: int64 */
                amountXof: number;
                /** Format: date */
                paidOn: string;
                status: components["schemas"]["ClaimStatus"];
                /** @description How it stands, in plain words and the language asked for. */
                message: string;
                /** @description Why it was refused. */
                reason?: string | null;
                /** Format: date-time */
                createdAt: string;
                /** Format: date-time */
                decidedAt?: string | null;
                /**
                 * @description For the agency: `found`, `not_found`, `other_amount`, `used` or `going_back`.
                 * @example found
                 */
                evidence?: string | null;
                line?: components["schemas"]["StatementLine"] | null;
                /** @description True when the caller brought the statement in or put the money into suspense: somebody else has to approve. */
                needsAnother?: boolean;
            }[];
            /** @description Give it back as `cursor` to read on; null at the end. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Quittance: {
            items: {
                /** @example Q-APEX-2026-000071 */
                number: string;
                kind: components["schemas"]["QuittanceKind"];
                /**
                 * Format: int64
                 * @example 1500
                 */
                amountXof: number;
                /** @example mille cinq cents francs CFA */
                amountInWords: string;
                payer: string;
                /** Format: uuid */
                orderId: string;
                orderReference: string;
                operator: components["schemas"]["Operator"];
                transactionId: string;
                /** @description The budget line. */
                revenueCode: string;
                /** Format: date-time */
                paidAt: string;
                /** Format: date-time */
                issuedAt: string;
                /**
                 * Format: int64
                 * @description How often it was printed; every print but the first is a duplicate.
                 */
                prints: number;
                /** @description The quittance this one cancels. */
                cancels?: string | null;
                /** @description Why it cancels it. */
                reason?: string | null;
                /** @description The counter-quittance that cancels this one. */
                cancelledBy?: string | null;
            }[];
            /** @description Give it back as `cursor` to read on; null at the end. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Refund: {
            items: {
                /** Format: uuid */
                id: string;
                status: components["schemas"]["RefundStatus"];
                reason: components["schemas"]["RefundReason"];
                /**
                 * Format: int64
                 * @example 1500
                 */
                amountXof: number;
                /**
                 * Format: uuid
                 * @description The payment that goes back.
                 */
                attemptId?: string | null;
                /**
                 * Format: uuid
                 * @description Or the statement's line whose money goes back.
                 */
                lineId?: string | null;
                /**
                 * Format: uuid
                 * @description The order it came for; absent when it came for none.
                 */
                orderId?: string | null;
                orderReference?: string | null;
                applicationReference?: string | null;
                exporterName?: string | null;
                operator: components["schemas"]["Operator"];
                /** @description The operator's number of the payment. */
                transactionId?: string | null;
                /** Format: date-time */
                createdAt: string;
                /** @description Why it was asked for. */
                note?: string | null;
                askedBy?: string | null;
                /** Format: date-time */
                askedAt?: string | null;
                decidedBy?: string | null;
                /** Format: date-time */
                decidedAt?: string | null;
                /** @description Why it was refused. */
                decisionNote?: string | null;
                executedBy?: string | null;
                /** Format: date-time */
                executedAt?: string | null;
                /** @description The operator's number of the money that went back. */
                operatorReference?: string | null;
                /** @description What the operator answered when it sent nothing. */
                trouble?: string | null;
                /** @description What the caller may do now: `ask`, `approve`, `refuse`, `send`, `finish`, `return`. */
                allowedActions: string[];
            }[];
            /** @description Give it back as `cursor` to read on; null at the end. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_Statement: {
            items: {
                /** Format: uuid */
                id: string;
                operator: components["schemas"]["Operator"];
                fileName: string;
                /** Format: int64 */
                sizeBytes: number;
                sha256: string;
                /**
                 * @description The shape it was recognised by.
                 * @example orange_operations
                 */
                profile: string;
                profileName: string;
                /** @description Whether the shape was confirmed with a statement of the agency's own account. */
                profileConfirmed: boolean;
                source: components["schemas"]["StatementSource"];
                status: components["schemas"]["ImportStatus"];
                /**
                 * Format: int64
                 * @description Movements it holds.
                 */
                lineCount: number;
                /**
                 * Format: int64
                 * @description Movements looked at so far by the import.
                 */
                doneCount: number;
                /**
                 * Format: int64
                 * @description Movements no statement had told before.
                 */
                newCount: number;
                /** @description Movements that other statements had told when this one was read. */
                knownCount: number;
                sumsSkipped: number;
                notSettledSkipped: number;
                headersSkipped: number;
                /** Format: date-time */
                from?: string | null;
                /** Format: date-time */
                to?: string | null;
                /** Format: int64 */
                inXof: number;
                /** Format: int64 */
                outXof: number;
                /** Format: int64 */
                feesXof: number;
                columns: components["schemas"]["StatementColumn"][];
                /** @description The first movements, as they were understood. */
                first: components["schemas"]["StatedMovement"][];
                /** @description With any of them it is not imported. */
                faults: components["schemas"]["StatementFault"][];
                /** Format: date-time */
                uploadedAt: string;
                /** Format: date-time */
                importedAt?: string | null;
            }[];
            /** @description Give it back as `cursor` to read on; null at the end. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_UnmatchedCallback: {
            items: {
                /** Format: uuid */
                id: string;
                operator: components["schemas"]["Operator"];
                /** Format: date-time */
                receivedAt: string;
                /** @description How far it can be believed. */
                trust: components["schemas"]["Trust"];
                cause: components["schemas"]["StrayCause"];
                saysPaid: boolean;
                /**
                 * Format: int64
                 * @example 1500
                 */
                amountXof?: number | null;
                /**
                 * @description Of the amount, where it is said.
                 * @example XOF
                 */
                currency?: string | null;
                /** @description What the sender calls the payment; a number that may be a telephone's is hidden but for its end. */
                reference?: string | null;
                /** @example MP261121.1341.A00073 */
                transactionId?: string | null;
                payment?: components["schemas"]["NamedPayment"] | null;
                /** @description SHA-256 of what was sent, by which the operator may find it. */
                bodySha256: string;
                /** Format: date-time */
                reviewedAt?: string | null;
                reviewedBy?: string | null;
                reviewReason?: string | null;
            }[];
            /** @description Give it back as `cursor` to read on; null at the end. */
            next?: string | null;
        };
        /** @description What a firm says about itself, every field found good. */
        Particulars: {
            /**
             * @description The kind of applicant, one of `/reference` `applicantProfiles`.
             * @example company
             */
            profile: string;
            name: string;
            tradeName?: string | null;
            /** @description By kind; the kinds are those of the profile. */
            identifiers: {
                [key: string]: string;
            };
            address: components["schemas"]["Address"];
            /** @description E.164. */
            phone: string;
            email?: string | null;
        };
        /**
         * @description A change of one's own password.
         * @example {
         *       "currentPassword": "karité du Bélédougou",
         *       "newPassword": "mangues de Sikasso"
         *     }
         */
        PasswordChange: {
            currentPassword: string;
            newPassword: string;
        };
        /**
         * @description A new password given by the administrator.
         * @example {
         *       "newPassword": "trois chevaux blancs"
         *     }
         */
        PasswordReset: {
            newPassword: string;
        };
        /** @description A claim to have paid by merchant code. */
        PaymentClaim: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            orderId: string;
            orderReference: string;
            /** Format: int64 */
            orderAmountXof: number;
            /** @example MP261121.1341.A00073 */
            transactionId: string;
            /** Format: int64 */
            amountXof: number;
            /** Format: date */
            paidOn: string;
            status: components["schemas"]["ClaimStatus"];
            /** @description How it stands, in plain words and the language asked for. */
            message: string;
            /** @description Why it was refused. */
            reason?: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            decidedAt?: string | null;
            /**
             * @description For the agency: `found`, `not_found`, `other_amount`, `used` or `going_back`.
             * @example found
             */
            evidence?: string | null;
            line?: components["schemas"]["StatementLine"] | null;
            /** @description True when the caller brought the statement in or put the money into suspense: somebody else has to approve. */
            needsAnother?: boolean;
        };
        /**
         * @description Whether an operator wants to know the payer's telephone number.
         * @enum {string}
         */
        PhoneUse: "none" | "optional" | "required";
        /**
         * @description The body of an error (RFC 9457).
         * @example {
         *       "code": "invalid",
         *       "errors": [
         *         {
         *           "code": "unknown_hs_code",
         *           "detail": "Ce code SH n'est pas dans la nomenclature.",
         *           "pointer": "/goods/0/hsCode"
         *         }
         *       ],
         *       "instance": "0197f3c2-7d10-7000-8000-5a3f1c2b4d6e",
         *       "status": 422,
         *       "title": "Certains champs sont à corriger.",
         *       "type": "/problems/invalid"
         *     }
         */
        Problem: {
            /** @description A stable address of this kind of problem. */
            type: string;
            /** @description One sentence in the language asked for. */
            title: string;
            /** Format: int32 */
            status: number;
            /** @description What to do about it, where more can be said. */
            detail?: string | null;
            /** @description The id of the request, to quote when asking for help. */
            instance: string;
            /** @description The stable code programs may rely on. */
            code: string;
            /** @description Every faulty field, each with a JSON pointer into what was sent. */
            errors?: components["schemas"]["Fault"][];
            /** @description The record as it stands now, when somebody else changed it first. */
            current?: unknown;
        };
        /** @description Working hours from payment to approval, the exporter's own time left out; begun hours are whole. Null without approvals. */
        Processing: {
            /**
             * Format: int64
             * @description Half of the applications took no longer.
             */
            medianHours?: number | null;
            /**
             * Format: int64
             * @description Nine out of ten took no longer.
             */
            p90Hours?: number | null;
            /** Format: int64 */
            count: number;
            months: components["schemas"]["ProcessingMonth"][];
        };
        /** @description The processing time of one month's approvals. */
        ProcessingMonth: {
            /** @example 2026-11 */
            month: string;
            /** Format: int64 */
            medianHours?: number | null;
            /** Format: int64 */
            p90Hours?: number | null;
            /** Format: int64 */
            count: number;
        };
        /** @description A product of the nomenclature. */
        Product: {
            /**
             * @description Six digits of the Harmonized System.
             * @example 080450
             */
            hsCode: string;
            /**
             * @description Ten digits of the CEDEAO common tariff, where known.
             * @example 0804509000
             */
            tecCode?: string | null;
            label: components["schemas"]["Text"];
            /** @example 08 */
            chapter: string;
            /**
             * @description Unit of the supplementary quantity.
             * @example kg
             */
            unit?: string | null;
            /**
             * @description The criterion it usually meets, in the letters of the scheme asked for (of the ZLECAf when none is).
             * @example WP
             */
            usualCriterion?: string | null;
            /** @description Bans and conditions in force today. */
            measures: components["schemas"]["ProductMeasureView"][];
        };
        /** @description An export measure that concerns a product. */
        ProductMeasureView: {
            code: string;
            effect: components["schemas"]["Effect"];
            label: components["schemas"]["Text"];
            source: string;
            /** Format: date */
            from: string;
            /** Format: date */
            to?: string | null;
        };
        /**
         * @description What proves origin under a scheme.
         * @enum {string}
         */
        ProofKind: "certificate" | "statement";
        /** @description An identifier or a paper of an exporter. */
        ProofView: {
            /** @example rccm */
            kind: string;
            name: components["schemas"]["Text"];
            required: boolean;
        };
        /**
         * @description The examiner's conclusion.
         * @example {
         *       "checklist": [
         *         {
         *           "code": "invoice_agrees",
         *           "ok": true
         *         }
         *       ],
         *       "favourable": true,
         *       "opinion": "Marchandise entièrement obtenue, pièces concordantes."
         *     }
         */
        Proposal: {
            opinion: string;
            checklist: components["schemas"]["CheckedItem"][];
            /** @description An unfavourable opinion goes to the signatory too: only a signatory refuses. */
            favourable?: boolean;
        };
        /** @description The examiner's conclusion. */
        ProposalView: components["schemas"]["Proposal"] & {
            by: string;
            /** Format: date-time */
            at: string;
        };
        /**
         * @description The queues, named by what is to be done.
         * @enum {string}
         */
        Queue: "to_examine" | "mine" | "waiting_exporter" | "awaiting_opinion" | "to_sign" | "late" | "decided";
        /** @description How long each queue is, as one person sees them. */
        QueueLengths: {
            /** Format: int64 */
            toExamine: number;
            /** Format: int64 */
            mine: number;
            /** Format: int64 */
            waitingExporter: number;
            /** Format: int64 */
            awaitingOpinion: number;
            /** Format: int64 */
            toSign: number;
            /** Format: int64 */
            late: number;
        };
        /** @description A quittance, or the counter-quittance that cancels one. */
        Quittance: {
            /** @example Q-APEX-2026-000071 */
            number: string;
            kind: components["schemas"]["QuittanceKind"];
            /**
             * Format: int64
             * @example 1500
             */
            amountXof: number;
            /** @example mille cinq cents francs CFA */
            amountInWords: string;
            payer: string;
            /** Format: uuid */
            orderId: string;
            orderReference: string;
            operator: components["schemas"]["Operator"];
            transactionId: string;
            /** @description The budget line. */
            revenueCode: string;
            /** Format: date-time */
            paidAt: string;
            /** Format: date-time */
            issuedAt: string;
            /**
             * Format: int64
             * @description How often it was printed; every print but the first is a duplicate.
             */
            prints: number;
            /** @description The quittance this one cancels. */
            cancels?: string | null;
            /** @description Why it cancels it. */
            reason?: string | null;
            /** @description The counter-quittance that cancels this one. */
            cancelledBy?: string | null;
        };
        /**
         * @description Why a quittance is cancelled.
         * @example {
         *       "reason": "Nom du payeur erroné.",
         *       "replace": true
         *     }
         */
        QuittanceCancellation: {
            reason: string;
            /** @description Whether the order gets a new quittance with the facts of today. */
            replace?: boolean;
        };
        /**
         * @description What a number of the series stands for.
         * @enum {string}
         */
        QuittanceKind: "quittance" | "counter";
        /**
         * @description Why something is done, told to whom it concerns.
         * @example {
         *       "reason": "Départ de l'agent"
         *     }
         */
        Reason: {
            reason: string;
        };
        /**
         * @description Why an attempt is where it is, in words a payer understands. The operator's own code is kept beside it.
         * @enum {string}
         */
        ReasonCode: "insufficient_funds" | "limit_reached" | "number_not_registered" | "refused" | "expired" | "service_unavailable" | "being_verified" | "amount_differs" | "currency_differs" | "reference_differs" | "transaction_reused";
        /** @description A movement of the day. */
        Receipt: {
            /** Format: date-time */
            at: string;
            kind: components["schemas"]["EntryKind"];
            /** @description The valid quittance of the payment. */
            quittance?: string | null;
            orderReference: string;
            payer: string;
            operator?: components["schemas"]["Operator"] | null;
            transactionId: string;
            /** @description The budget line; empty for what is no revenue. */
            revenueCode: string;
            /**
             * Format: int64
             * @description Negative when revenue was taken back.
             * @example 1500
             */
            amountXof: number;
        };
        /** @description A sum of receipts. */
        ReceiptSum: {
            /** @description The budget line's or the operator's code. */
            code: string;
            /** Format: int64 */
            count: number;
            /** Format: int64 */
            amountXof: number;
        };
        /** @description The receipts of a day. */
        ReceiptsDay: {
            /** Format: date */
            day: string;
            /**
             * @description The deposit slip's number.
             * @example BV-APEX-20261121
             */
            slip: string;
            receipts: components["schemas"]["Receipt"][];
            /** @description Movements that are no revenue: overpayments, suspense, refunds sent, transfers. */
            others: components["schemas"]["Receipt"][];
            byLine: components["schemas"]["ReceiptSum"][];
            byOperator: components["schemas"]["ReceiptSum"][];
            /** Format: int64 */
            count: number;
            /** Format: int64 */
            amountXof: number;
            /**
             * Format: int64
             * @description Quittances issued on the day.
             */
            quittances: number;
            firstQuittance?: string | null;
            lastQuittance?: string | null;
            /** @description Quittances cancelled on the day. */
            cancelled: string[];
        };
        /** @description Our side of a difference. */
        ReconciledAttempt: {
            /** Format: uuid */
            attemptId: string;
            reference: string;
            orderReference: string;
            status: components["schemas"]["AttemptStatus"];
            /** Format: int64 */
            amountXof: number;
            /** Format: date-time */
            at: string;
            transactionId?: string | null;
        };
        /**
         * @description Why a proposal goes back to its examiner.
         * @example {
         *       "comment": "La facture jointe est une pro forma."
         *     }
         */
        Reconsideration: {
            comment?: string;
        };
        /**
         * @description The kinds of records that have a history.
         * @enum {string}
         */
        RecordKind: "account" | "exporter" | "application" | "fee_order" | "payment_attempt" | "refund" | "quittance" | "payment_claim" | "statement" | "discrepancy" | "treasury_deposit" | "treasury_day" | "callback" | "certificate" | "rule" | "key";
        /** @description Every list of choices. */
        Reference: {
            countries: components["schemas"]["CountryView"][];
            /** @description UN/ECE Recommendation 19. */
            transportModes: components["schemas"]["NamedView"][];
            /** @description UN/ECE Recommendation 21. */
            packageKinds: components["schemas"]["NamedView"][];
            incoterms: string[];
            currencies: string[];
            documentKinds: components["schemas"]["DocumentKindView"][];
            applicantProfiles: components["schemas"]["ApplicantProfileView"][];
            returnReasons: components["schemas"]["NamedView"][];
            refusalReasons: components["schemas"]["NamedView"][];
            revocationReasons: components["schemas"]["NamedView"][];
        };
        /** @description A refund with what a person needs to decide on it. */
        Refund: {
            /** Format: uuid */
            id: string;
            status: components["schemas"]["RefundStatus"];
            reason: components["schemas"]["RefundReason"];
            /**
             * Format: int64
             * @example 1500
             */
            amountXof: number;
            /**
             * Format: uuid
             * @description The payment that goes back.
             */
            attemptId?: string | null;
            /**
             * Format: uuid
             * @description Or the statement's line whose money goes back.
             */
            lineId?: string | null;
            /**
             * Format: uuid
             * @description The order it came for; absent when it came for none.
             */
            orderId?: string | null;
            orderReference?: string | null;
            applicationReference?: string | null;
            exporterName?: string | null;
            operator: components["schemas"]["Operator"];
            /** @description The operator's number of the payment. */
            transactionId?: string | null;
            /** Format: date-time */
            createdAt: string;
            /** @description Why it was asked for. */
            note?: string | null;
            askedBy?: string | null;
            /** Format: date-time */
            askedAt?: string | null;
            decidedBy?: string | null;
            /** Format: date-time */
            decidedAt?: string | null;
            /** @description Why it was refused. */
            decisionNote?: string | null;
            executedBy?: string | null;
            /** Format: date-time */
            executedAt?: string | null;
            /** @description The operator's number of the money that went back. */
            operatorReference?: string | null;
            /** @description What the operator answered when it sent nothing. */
            trouble?: string | null;
            /** @description What the caller may do now: `ask`, `approve`, `refuse`, `send`, `finish`, `return`. */
            allowedActions: string[];
        };
        /**
         * @description Nothing more is to be said.
         * @example {}
         */
        RefundApproval: Record<string, never>;
        /**
         * @description How the money goes back.
         * @example {
         *       "operatorReference": "CI261122.0915.R00012"
         *     }
         */
        RefundExecution: {
            /** @description The operator's number of a refund that was made by hand. Without it the operator is told to send the money. */
            operatorReference?: string | null;
        };
        /**
         * @description Why a refund is asked for.
         * @example {
         *       "note": "Payé deux fois, par Orange Money et par Wave."
         *     }
         */
        RefundNote: {
            note: string;
        };
        /**
         * @description Why money goes back.
         * @enum {string}
         */
        RefundReason: "overpayment" | "application_ended" | "wrong_money" | "unclaimed";
        /**
         * @description Where a refund stands.
         * @enum {string}
         */
        RefundStatus: "due" | "asked" | "approved" | "sent" | "done" | "refused";
        /**
         * @description Why not, or what happened.
         * @example {
         *       "reason": "Le dossier a été examiné : les frais sont dus."
         *     }
         */
        RefundWords: {
            reason: string;
        };
        /**
         * @description Reasons of a refusal.
         * @example {
         *       "reasons": [
         *         {
         *           "code": "not_originating",
         *           "message": "L'origine n'est pas établie par les pièces."
         *         }
         *       ]
         *     }
         */
        RefusalBody: {
            reasons?: components["schemas"]["RefusalReason"][];
        };
        /** @description A reason of a refusal. */
        RefusalReason: {
            /** @description One of `refusalReasons` of the reference data. */
            code: string;
            message: string;
        };
        /**
         * @description What proves that it is the account's owner who leaves the second factor.
         * @example {
         *       "code": "287082",
         *       "password": "karité du Bélédougou"
         *     }
         */
        Removal: {
            password: string;
            /** @description What the app shows now. A code that was used to sign in is used up. */
            code: string;
        };
        /** @description A document the application needs. */
        RequiredDocument: {
            kind: string;
            name: components["schemas"]["Text"];
            present: boolean;
        };
        /**
         * @description What became of a difference.
         * @enum {string}
         */
        Resolution: "matched" | "proposal_accepted" | "explained" | "to_suspense" | "adopted" | "fee_accepted" | "claimed" | "surplus_set_aside" | "corrected" | "settled";
        /**
         * @description Reasons for which the exporter gets the file back.
         * @example {
         *       "comment": "Merci de corriger puis de renvoyer.",
         *       "reasons": [
         *         {
         *           "code": "weight_mismatch",
         *           "message": "Le poids net ne correspond pas à la liste de colisage.",
         *           "pointer": "/goods/0/netWeightG"
         *         }
         *       ]
         *     }
         */
        Return: {
            reasons?: components["schemas"]["ReturnReason"][];
            comment?: string | null;
        };
        /**
         * @description A reason tied to a field, as the exporter will read it there.
         * @example {
         *       "code": "description_unclear",
         *       "message": "Précisez la variété et le calibre.",
         *       "pointer": "/goods/0/description"
         *     }
         */
        ReturnReason: {
            /** @description A JSON pointer into the application's content; empty for the whole. */
            pointer: string;
            /** @description One of `returnReasons` of the reference data. */
            code: string;
            message: string;
        };
        /** @description Why the file came back. */
        ReturnView: {
            /** Format: date-time */
            at: string;
            by: string;
            reasons: components["schemas"]["ReturnReason"][];
            comment?: string | null;
        };
        /** @description Why, with a reason of the published list. */
        Revocation: {
            /**
             * @description One of `revocationReasons` of the reference data; shown to whoever verifies.
             * @example false_statement
             */
            reasonCode?: string | null;
            /**
             * @description For the file and the exporter; never public.
             * @example Les poids déclarés à l'embarquement ne concordent pas.
             */
            reason?: string | null;
        };
        /**
         * @description What a person is in the service. One account has one role, so that toxic pairs cannot meet in one person's session.
         * @enum {string}
         */
        Role: "exporter_administrator" | "exporter_clerk" | "examiner" | "signatory" | "treasurer" | "director" | "customs" | "auditor" | "administrator";
        /** @description An arrangement under which origin is certified, as it stands today. */
        Scheme: {
            /** @example ZLE */
            code: string;
            name: components["schemas"]["Text"];
            documentTitle: components["schemas"]["Text"];
            status: components["schemas"]["SchemeStatus"];
            statusNote?: components["schemas"]["Text"] | null;
            kind: components["schemas"]["ProofKind"];
            /** Format: int32 */
            validityMonths?: number | null;
            /** @description One product per certificate. */
            singleProduct: boolean;
            criteria: components["schemas"]["CriterionView"][];
            checklist: components["schemas"]["ChecklistItemView"][];
            /** @description What an applicant should know. */
            notes: components["schemas"]["Text"][];
            /**
             * Format: int64
             * @description Today's price, in whole francs; null when none is set.
             * @example 1500
             */
            feeXof?: number | null;
            /** @description Countries it applies in; null for all. */
            destinations?: string[] | null;
            /** @description Whether the agency confirmed these terms. */
            confirmed: boolean;
            source: string;
        };
        /**
         * @description Whether the agency issues under a scheme.
         * @enum {string}
         */
        SchemeStatus: "active" | "suspended" | "disabled";
        /**
         * @description A status to give a scheme.
         * @example {
         *       "note": {
         *         "en": "Scheme suspended: use WAEMU or AfCFTA.",
         *         "fr": "Régime suspendu : employez l'UEMOA ou la ZLECAf."
         *       },
         *       "source": "Décision de l'agence",
         *       "status": "suspended",
         *       "validFrom": "2027-01-01"
         *     }
         */
        SchemeStatusInput: {
            status?: string | null;
            validFrom?: string | null;
            note?: components["schemas"]["TextInput"] | null;
            source?: string | null;
        };
        /** @description A status of a scheme from a day on. */
        SchemeStatusView: {
            scheme: string;
            status: components["schemas"]["SchemeStatus"];
            /** Format: date */
            validFrom: string;
            note?: components["schemas"]["Text"] | null;
            source: string;
        };
        /** @description A session as its owner sees it: a token for the next ten minutes and who one is. */
        Session: {
            /** @description Goes into `Authorization: Bearer …`. Keep it in memory only. */
            accessToken: string;
            /**
             * Format: date-time
             * @description When the token ends; renew before with `POST /sessions/refresh`.
             */
            expiresAt: string;
            account: components["schemas"]["Account"];
            /** @description Whether this person has to have a second factor. Without one only requests about one's own account are answered. */
            secondFactorDemanded: boolean;
        };
        /**
         * @description What a person types to come in.
         * @example {
         *       "login": "+223 70 12 34 56",
         *       "password": "karité du Bélédougou"
         *     }
         */
        SignIn: {
            /** @description E-mail address or telephone number. */
            login: string;
            password: string;
            /** @description The six digits of the second factor, when the account has one. */
            code?: string | null;
        };
        /**
         * @description What became of the signature.
         * @enum {string}
         */
        SignatureFinding: "valid" | "invalid" | "unknown_key" | "not_presented";
        /** @description A line as it is shown before the import. */
        StatedMovement: {
            /**
             * @description The row in its file.
             * @example Relevé!25
             */
            place: string;
            /** Format: date-time */
            at: string;
            kind: components["schemas"]["LineKind"];
            transactionId: string;
            /** Format: int64 */
            amountXof: number;
            /** Format: int64 */
            feeXof: number;
            reference?: string | null;
        };
        /** @description A statement and what it holds. */
        Statement: {
            /** Format: uuid */
            id: string;
            operator: components["schemas"]["Operator"];
            fileName: string;
            /** Format: int64 */
            sizeBytes: number;
            sha256: string;
            /**
             * @description The shape it was recognised by.
             * @example orange_operations
             */
            profile: string;
            profileName: string;
            /** @description Whether the shape was confirmed with a statement of the agency's own account. */
            profileConfirmed: boolean;
            source: components["schemas"]["StatementSource"];
            status: components["schemas"]["ImportStatus"];
            /**
             * Format: int64
             * @description Movements it holds.
             */
            lineCount: number;
            /**
             * Format: int64
             * @description Movements looked at so far by the import.
             */
            doneCount: number;
            /**
             * Format: int64
             * @description Movements no statement had told before.
             */
            newCount: number;
            /** @description Movements that other statements had told when this one was read. */
            knownCount: number;
            sumsSkipped: number;
            notSettledSkipped: number;
            headersSkipped: number;
            /** Format: date-time */
            from?: string | null;
            /** Format: date-time */
            to?: string | null;
            /** Format: int64 */
            inXof: number;
            /** Format: int64 */
            outXof: number;
            /** Format: int64 */
            feesXof: number;
            columns: components["schemas"]["StatementColumn"][];
            /** @description The first movements, as they were understood. */
            first: components["schemas"]["StatedMovement"][];
            /** @description With any of them it is not imported. */
            faults: components["schemas"]["StatementFault"][];
            /** Format: date-time */
            uploadedAt: string;
            /** Format: date-time */
            importedAt?: string | null;
        };
        /** @description A column that was understood. */
        StatementColumn: {
            /** @example Crédit */
            title: string;
            /** @example Relevé!O23 */
            cell: string;
        };
        /** @description One faulty cell. */
        StatementFault: {
            /**
             * @description As a spreadsheet program calls it.
             * @example Relevé!D17
             */
            cell: string;
            /** @example not_whole_francs */
            code: string;
            /** @description What is wrong, in the language asked for. */
            detail: string;
            /** @description What the cell holds. */
            content: string;
        };
        /** @description A movement an operator states. */
        StatementLine: {
            /** Format: uuid */
            id: string;
            /** @description The row in its file. */
            place: string;
            /** Format: date-time */
            at: string;
            /** Format: date */
            day: string;
            kind: components["schemas"]["LineKind"];
            transactionId: string;
            /** Format: int64 */
            amountXof: number;
            /** Format: int64 */
            feeXof: number;
            reference?: string | null;
            class?: components["schemas"]["FindingClass"] | null;
            /** @description The row by the names of its columns; what names a person is hidden but for its end. */
            raw: Record<string, never>;
        };
        /**
         * @description Which day to ask an operator about.
         * @example {
         *       "day": "2026-11-20",
         *       "operator": "wave"
         *     }
         */
        StatementRequest: {
            operator: components["schemas"]["Operator"];
            /** Format: date */
            day: string;
        };
        /**
         * @description Where a statement came from.
         * @enum {string}
         */
        StatementSource: "file" | "operator";
        /** @description A statement as sent. */
        StatementUpload: {
            /**
             * @description Whose account it is about; without it, what the file's own shape says.
             * @example merchant_code
             */
            operator?: string | null;
            /**
             * Format: binary
             * @description A workbook (.xlsx, .xls) or a text with columns, at most 10 MiB.
             */
            file: string;
        };
        /** @description What anyone may know. */
        Statistics: {
            /** @example 2025-12 */
            from: string;
            /** @example 2026-11 */
            to: string;
            /**
             * Format: date-time
             * @description The moment the figures are true at.
             */
            asOf: string;
            totals: components["schemas"]["Totals"];
            /** @description Every month of the period, in order, also those without certificates. */
            months: components["schemas"]["StatisticsRow"][];
            /** @description By FOB value, largest first; so are the next two. */
            schemes: components["schemas"]["StatisticsRow"][];
            destinations: components["schemas"]["StatisticsRow"][];
            /** @description A certificate counts once in each HS chapter of its goods. */
            chapters: components["schemas"]["StatisticsRow"][];
            decisions: components["schemas"]["DecisionCounts"];
            processing: components["schemas"]["Processing"];
        };
        /** @description One line of a table of certificates. */
        StatisticsRow: {
            /**
             * @description A month, a scheme, a country or a chapter.
             * @example ZLE
             */
            key: string;
            label?: components["schemas"]["Text"] | null;
            /**
             * Format: int64
             * @example 128
             */
            certificates: number;
            /**
             * Format: int64
             * @description Francs.
             * @example 4350000000
             */
            fobValueXof: number;
            /**
             * Format: int64
             * @description Grams.
             * @example 96400000
             */
            grossWeightG: number;
        };
        /** @description What whoever steers the agency looks at. */
        Steering: components["schemas"]["Statistics"] & {
            today: components["schemas"]["Today"];
            /** @description Largest first. */
            revenue: components["schemas"]["OperatorRevenue"][];
            /** @description Every month of the period, in order. */
            revenueMonths: components["schemas"]["MonthRevenue"][];
            queues: components["schemas"]["QueueLengths"];
        };
        /**
         * @description Why a callback that was kept waits for a person.
         * @enum {string}
         */
        StrayCause: "no_session" | "unknown_payment" | "not_borne_out";
        /**
         * @description The exporter's declaration.
         * @example {
         *       "declarationAccepted": true
         *     }
         */
        Submission: {
            /** @description That what is said is true and that the proof is kept (e.g. AfCFTA Annex 2, box 13). */
            declarationAccepted?: boolean;
        };
        /** @description A QR code to draw. */
        Symbol: {
            /**
             * Format: int32
             * @description Modules on a side, with the quiet margin.
             */
            size: number;
            /**
             * @description The dark modules as the `d` of an SVG path, one unit each.
             * @example M4 4h7v1h-7z
             */
            path: string;
        };
        /**
         * @description The public tables.
         * @enum {string}
         */
        Table: "months" | "schemes" | "destinations" | "chapters" | "processing" | "decisions";
        /** @description A sentence in the two languages of the service. */
        Text: {
            fr: string;
            en: string;
        };
        /** @description A sentence to give in both languages. */
        TextInput: {
            fr?: string | null;
            en?: string | null;
        };
        /** @description The day so far. */
        Today: {
            /** Format: int64 */
            issued: number;
            /** Format: int64 */
            submitted: number;
            /** Format: int64 */
            revenueXof: number;
        };
        /**
         * @description What a listener may want to read again.
         * @enum {string}
         */
        Topic: "applications" | "certificates" | "exporters" | "payments";
        /** @description Everything together. */
        Totals: {
            /** Format: int64 */
            certificates: number;
            /** Format: int64 */
            fobValueXof: number;
            /** Format: int64 */
            grossWeightG: number;
        };
        /** @description How the goods travel. */
        Transport: {
            mode: components["schemas"]["Named"];
            from: string;
            to: string;
            means?: string | null;
            documentNumber?: string | null;
            /** Format: date */
            departureDate?: string | null;
            container?: string | null;
            seals?: string | null;
        };
        /** @description Something the treasurer should know of the last hour. */
        TreasuryAlert: {
            kind: components["schemas"]["AlertKind"];
            operator: components["schemas"]["Operator"];
            /**
             * Format: int64
             * @description Callbacks; of `clock_skew` the seconds by which the operator's clock is ahead of ours, negative when it is behind.
             * @example 12
             */
            figure: number;
        };
        /** @description A day of one account: opening + in − out − fees − swept = closing. */
        TreasuryDay: {
            operator: components["schemas"]["Operator"];
            /** Format: date */
            day: string;
            closed: boolean;
            /** Format: date-time */
            closedAt?: string | null;
            /**
             * Format: int64
             * @description What the statement says.
             */
            openingXof: number;
            /** Format: int64 */
            inXof: number;
            /** Format: int64 */
            outXof: number;
            /** Format: int64 */
            feesXof: number;
            /** Format: int64 */
            sweptXof: number;
            /** Format: int64 */
            closingXof: number;
            /**
             * Format: int64
             * @description The balance the statement itself ends with, where it says so.
             */
            statedClosingXof?: number | null;
            lineCount: number;
            /**
             * Format: int64
             * @description What the books say.
             */
            booksOpeningXof: number;
            /** Format: int64 */
            booksInXof: number;
            /** Format: int64 */
            booksOutXof: number;
            /** Format: int64 */
            booksClosingXof: number;
            /** @description Everything on which they differ; it adds up to the difference of the two movements. */
            differences: components["schemas"]["DayDifference"][];
            /** @description How many differences of the day wait for a person. */
            openCount: number;
            /** @description Empty when the day may be closed. */
            obstacles: components["schemas"]["DayObstacle"][];
        };
        /** @description Money that arrived at the Treasury, with the transfers it is made of. */
        TreasuryDeposit: {
            /** Format: uuid */
            id: string;
            operator: components["schemas"]["Operator"];
            /** @example BV-2026-0117 */
            slip: string;
            /** Format: date */
            depositedOn: string;
            /** Format: int64 */
            amountXof: number;
            sweeps: components["schemas"]["StatementLine"][];
        };
        /** @description The treasurer's day at a glance. */
        TreasuryToday: {
            /** Format: date */
            day: string;
            collected: components["schemas"]["Collected"][];
            /** @description Attempts unknown for more than a quarter of an hour. */
            unknown: components["schemas"]["CountAndAmount"];
            /**
             * Format: int64
             * @description Differences that wait for a person.
             */
            unmatched: number;
            /** @description Refunds that have not gone back. */
            toRefund: components["schemas"]["CountAndAmount"];
            /**
             * Format: int64
             * @description Claims to have paid by merchant code that wait.
             */
            claims: number;
            /**
             * Format: int64
             * @description Callbacks that belong to no payment and wait for a person; 1001 when there are more than a thousand.
             */
            callbacks: number;
            /** @description What was odd about operators' callbacks within the last hour. */
            alerts: components["schemas"]["TreasuryAlert"][];
        };
        /**
         * @description How far a callback may be believed before the operator has been asked.
         * @enum {string}
         */
        Trust: "signed" | "shared_secret" | "unsigned";
        /**
         * @description A callback that belongs to no payment of ours, or that says paid and was never borne out. What it says is a hint and no more; what names a
         *     person is left out.
         */
        UnmatchedCallback: {
            /** Format: uuid */
            id: string;
            operator: components["schemas"]["Operator"];
            /** Format: date-time */
            receivedAt: string;
            /** @description How far it can be believed. */
            trust: components["schemas"]["Trust"];
            cause: components["schemas"]["StrayCause"];
            saysPaid: boolean;
            /**
             * Format: int64
             * @example 1500
             */
            amountXof?: number | null;
            /**
             * @description Of the amount, where it is said.
             * @example XOF
             */
            currency?: string | null;
            /** @description What the sender calls the payment; a number that may be a telephone's is hidden but for its end. */
            reference?: string | null;
            /** @example MP261121.1341.A00073 */
            transactionId?: string | null;
            payment?: components["schemas"]["NamedPayment"] | null;
            /** @description SHA-256 of what was sent, by which the operator may find it. */
            bodySha256: string;
            /** Format: date-time */
            reviewedAt?: string | null;
            reviewedBy?: string | null;
            reviewReason?: string | null;
        };
        /**
         * @description What is to be thought of the certificate.
         * @enum {string}
         */
        Verdict: "authentic" | "revoked" | "suspended" | "replaced" | "cancelled" | "expired" | "tampered" | "unknown_key" | "unknown_number" | "unreadable" | "unsupported_version";
        /** @description The answer. */
        Verification: {
            verdict: components["schemas"]["Verdict"];
            /** @example ML-ZLE-2026-000123-A */
            number?: string | null;
            /**
             * Format: date-time
             * @description The moment of the answer: a certificate may be suspended or revoked afterwards.
             */
            statusAsOf: string;
            message: components["schemas"]["Text"];
            /** @description What to do now. */
            nextStep: components["schemas"]["Text"];
            facts?: components["schemas"]["VerifiedFacts"] | null;
            signature: components["schemas"]["SignatureFinding"];
        };
        /** @description What to verify. */
        VerificationInput: {
            /**
             * @description A number, the text under the QR code, or its digits.
             * @example ML-ZLE-2026-000123-A
             */
            input: string;
        };
        /** @description What to compare with the paper. */
        VerifiedFacts: {
            number: string;
            scheme: string;
            schemeName: components["schemas"]["Text"];
            exporter: string;
            /** @description Only for whoever presents the seal. */
            consignee?: string | null;
            /** @description ISO 3166-1 alpha-2. */
            destination: string;
            /** Format: date */
            issuedOn: string;
            /** Format: date */
            validUntil?: string | null;
            goods: components["schemas"]["FactsLine"][];
            /** Format: int64 */
            totalGrossWeightG: number;
            replacedBy?: string | null;
            /** Format: date */
            revokedOn?: string | null;
            reason?: components["schemas"]["Text"] | null;
        };
        /**
         * @description A wallet that an operator of many wallets can send its request to.
         * @enum {string}
         */
        Wallet: "orange_money" | "moov_money";
        /**
         * @description Why one gives up.
         * @example {
         *       "reason": "Commande annulée par le client"
         *     }
         */
        Withdrawal: {
            reason?: string | null;
        };
        /** @description The sentences printed on the form, from the scheme's rules on the day of issue. */
        Wording: {
            /** @description What the exporter declares. */
            declaration: components["schemas"]["Text"];
            /** @description What the authority certifies. */
            certification: components["schemas"]["Text"];
            /** @description The legal reminder at the foot. */
            notice: components["schemas"]["Text"];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    list_public_keys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JwkSet"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_accounts: {
        parameters: {
            query?: {
                role?: components["schemas"]["Role"];
                /** @description Words of a name, an address or a number. */
                q?: string;
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description 1 to 100, 25 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ListedAccount"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_account: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewStaff"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListedAccount"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reset_password: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordReset"];
            };
        };
        responses: {
            /** @description Replaced */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reinstate_account: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListedAccount"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    suspend_account: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListedAccount"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_applications: {
        parameters: {
            query?: {
                /** @description A queue, by what is to be done (staff). */
                queue?: components["schemas"]["Queue"];
                status?: components["schemas"]["ApplicationStatus"];
                scheme?: string;
                /** @description Words of the reference, the firm, the consignee, the invoice or the goods. */
                q?: string;
                cursor?: string;
                /** @description 1 to 100, 25 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ApplicationSummary"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_application: {
        parameters: {
            query?: never;
            header: {
                /** @description The client's own name for this request */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewApplication"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Application"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_application: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Application"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_application: {
        parameters: {
            query?: never;
            header: {
                /** @description The version being edited */
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Draft"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Application"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approve_application: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approved"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_application_changes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Items_ContentChange"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    claim_application: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Claim"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Application"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    release_application: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Application"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_application_document: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["DocumentUpload"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_application_faults: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Items_Fault"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    give_application_opinion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Opinion"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Application"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    request_application_opinion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpinionRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Application"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    propose_application: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Proposal"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Application"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reconsider_application: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reconsideration"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Application"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refuse_application: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefusalBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Application"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    return_application: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Return"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Application"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    submit_application: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Submission"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Application"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_application_events: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Items_Event"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdraw_application: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Withdrawal"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Application"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_cash_payment: {
        parameters: {
            query?: never;
            header: {
                /** @description The client's own name for this request */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CashPayment"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeeOrder"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_certificates: {
        parameters: {
            query?: {
                status?: components["schemas"]["CertificateStatus"];
                /** @example ZLE */
                scheme?: string;
                /** @description Words of the number, the exporter, the consignee, the invoice or the goods. */
                q?: string;
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description 1 to 100, 25 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_CertificateSummary"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_certificate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Certificate"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancel_certificate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CertificateReason"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Certificate"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_certificate_document: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": number[];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endorse_certificate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndorsementInput"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Certificate"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reinstate_certificate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CertificateReason"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Certificate"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revoke_certificate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Revocation"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Certificate"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    suspend_certificate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CertificateReason"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Certificate"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_certificate_events: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Items_Event"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    claim_next_application: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Application"];
                };
            };
            /** @description The queue is empty */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_document: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_document_content: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": number[];
                    "image/jpeg": number[];
                    "image/png": number[];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    check_events: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Check"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_events: {
        parameters: {
            query?: {
                /**
                 * @description The beginning of a record's reference or number, or an identifier.
                 * @example ML-ZLE-2026-
                 */
                q?: string;
                kind?: components["schemas"]["RecordKind"];
                /** @example approve */
                action?: string;
                /** @description An account's identifier, a role, or part of a name. */
                actor?: string;
                /**
                 * @description From this day or moment on, UTC.
                 * @example 2026-11-01
                 */
                from?: string;
                /**
                 * @description Until this day or moment, the day included.
                 * @example 2026-11-30
                 */
                to?: string;
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description 1 to 100, 25 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Event"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_exporters: {
        parameters: {
            query?: {
                status?: components["schemas"]["ExporterStatus"];
                /** @description Words of a name, a place, a number or an identifier; accents and capitals do not matter. */
                q?: string;
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description 1 to 100, 25 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Exporter"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_exporter: {
        parameters: {
            query?: never;
            header: {
                /** @description The client's own name for this request */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExporterInput"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Exporter"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_exporter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Exporter"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_exporter: {
        parameters: {
            query?: never;
            header: {
                /** @description The version that is corrected */
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExporterInput"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Exporter"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_exporter_document: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["DocumentUpload"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_members: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Items_ListedAccount"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_member: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPerson"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListedAccount"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reinstate_exporter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Exporter"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reject_exporter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Exporter"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    suspend_exporter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Exporter"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_exporter_events: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Items_Event"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verify_exporter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Note"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Exporter"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_fee_orders: {
        parameters: {
            query?: {
                /** @description The beginning of a reference, or a part of it or of the exporter's name. */
                q?: string;
                status?: components["schemas"]["FeeOrderStatus"];
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description 1 to 100, 25 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ListedFeeOrder"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_fee_order: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeeOrder"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_acknowledgement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": number[];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_payment_attempt: {
        parameters: {
            query?: never;
            header: {
                /** @description The client's own name for this request */
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAttempt"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attempt"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_claims_of_order: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Items_PaymentClaim"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_claim: {
        parameters: {
            query?: never;
            header: {
                /** @description The client's own name for this request */
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPaymentClaim"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentClaim"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_order_quittances: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Items_Quittance"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_fees: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Items_Fee"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_fee: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FeeInput"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fee"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_ledger_journal: {
        parameters: {
            query?: {
                /**
                 * @description The first day; the first of the books when absent.
                 * @example 2026-01-01
                 */
                from?: string;
                /**
                 * @description The last day; today when absent.
                 * @example 2026-12-31
                 */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_ledger_table: {
        parameters: {
            query?: {
                /**
                 * @description The first day; the first of the books when absent.
                 * @example 2026-01-01
                 */
                from?: string;
                /**
                 * @description The last day; today when absent.
                 * @example 2026-12-31
                 */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_ledger_balances: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Items_LedgerBalance"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnChanges"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Changed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_second_factor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Enrolment"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirm_second_factor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Confirmation"];
            };
        };
        responses: {
            /** @description Enrolled */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_second_factor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Removal"];
            };
        };
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_measures: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Items_ExportMeasure"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_measure: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MeasureInput"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportMeasure"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    end_measure: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MeasureEndInput"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportMeasure"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_operator_profiles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Items_OperatorProfile"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_operators: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Items_OperatorView"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_operator_period: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OperatorPeriodInput"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperatorPeriod"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_payment_attempts: {
        parameters: {
            query?: {
                status?: components["schemas"]["AttemptStatus"];
                operator?: components["schemas"]["Operator"];
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description 1 to 100, 25 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ListedAttempt"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_payment_attempt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attempt"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recheck_payment_attempt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attempt"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_claims: {
        parameters: {
            query?: {
                status?: components["schemas"]["ClaimStatus"];
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description 1 to 100, 25 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_PaymentClaim"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approve_claim: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentClaim"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refuse_claim: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClaimRefusal"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentClaim"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_products: {
        parameters: {
            query?: {
                /**
                 * @description Words in French or English, or the beginning of a code. Accents, capitals and plurals do not matter.
                 * @example mangue
                 */
                q?: string;
                /**
                 * @description In which scheme's letters to give the usual criterion.
                 * @example UEM
                 */
                scheme?: string;
                /** @description 1 to 100, 25 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Items_Product"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_queues: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueLengths"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_quittances: {
        parameters: {
            query?: {
                /** @description Words of the number, the order, the payer or the operator's number. */
                q?: string;
                /**
                 * @description The first day of issue.
                 * @example 2026-11-01
                 */
                from?: string;
                /**
                 * @description The last day of issue.
                 * @example 2026-11-30
                 */
                to?: string;
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description 1 to 100, 25 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Quittance"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_quittance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quittance"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancel_quittance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuittanceCancellation"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quittance"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    print_quittance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": number[];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_receipts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 2026-11-21 */
                day: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiptsDay"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_deposit_slip_table: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 2026-11-21 */
                day: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_deposit_slip: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 2026-11-21 */
                day: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": number[];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_receipts_table: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 2026-11-21 */
                day: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_receipts_journal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 2026-11-21 */
                day: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": number[];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_deposits: {
        parameters: {
            query?: {
                operator?: components["schemas"]["Operator"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deposits"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_deposit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTreasuryDeposit"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TreasuryDeposit"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_discrepancies: {
        parameters: {
            query?: {
                status?: components["schemas"]["DiscrepancyStatus"];
                operator?: components["schemas"]["Operator"];
                class?: components["schemas"]["FindingClass"];
                day?: string;
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description 1 to 100, 25 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Discrepancy"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_discrepancy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Discrepancy"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resolve_discrepancy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DiscrepancyDecision"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Discrepancy"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_reference: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reference"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_refunds: {
        parameters: {
            query?: {
                status?: components["schemas"]["RefundStatus"];
                /** @description True for those that somebody still has to do something about. */
                open?: boolean;
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description 1 to 100, 25 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Refund"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_refund: {
        parameters: {
            query?: never;
            header: {
                /** @description The client's own name for this request */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRefund"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refund"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_refund: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refund"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approve_refund: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefundApproval"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refund"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    execute_refund: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefundExecution"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refund"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refuse_refund: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefundWords"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refund"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    request_refund: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefundNote"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refund"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    return_refund: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefundWords"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refund"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_registration: {
        parameters: {
            query?: never;
            header: {
                /** @description The client's own name for this request */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPerson"];
            };
        };
        responses: {
            /** @description Signed up and signed in */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_schemes: {
        parameters: {
            query?: {
                /**
                 * @description Only the schemes that apply in this country (ISO 3166-1 alpha-2).
                 * @example SN
                 */
                destination?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Items_Scheme"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_scheme_status: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SchemeStatusInput"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchemeStatusView"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description Signed in; the cookie renews the session */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refresh_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Renewed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    fetch_statement: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StatementRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Statement"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_statements: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description 1 to 100, 25 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Statement"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_statement: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["StatementUpload"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Statement"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_statement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Statement"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    discard_statement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Statement"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    import_statement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Statement"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_statistics: {
        parameters: {
            query?: {
                /**
                 * @description First month; eleven before the last when absent.
                 * @example 2025-12
                 */
                from?: string;
                /**
                 * @description Last month; this one when absent.
                 * @example 2026-11
                 */
                to?: string;
                /** @description Headings of a table: `fr` or `en`; the language of the request when absent. */
                lang?: components["schemas"]["Language"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Statistics"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_steering: {
        parameters: {
            query?: {
                /**
                 * @description First month; eleven before the last when absent.
                 * @example 2025-12
                 */
                from?: string;
                /**
                 * @description Last month; this one when absent.
                 * @example 2026-11
                 */
                to?: string;
                /** @description Headings of a table: `fr` or `en`; the language of the request when absent. */
                lang?: components["schemas"]["Language"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Steering"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_revenue_table: {
        parameters: {
            query?: {
                /**
                 * @description First month; eleven before the last when absent.
                 * @example 2025-12
                 */
                from?: string;
                /**
                 * @description Last month; this one when absent.
                 * @example 2026-11
                 */
                to?: string;
                /** @description Headings of a table: `fr` or `en`; the language of the request when absent. */
                lang?: components["schemas"]["Language"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": components["schemas"]["CsvTable"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_statistics_table: {
        parameters: {
            query?: {
                /**
                 * @description First month; eleven before the last when absent.
                 * @example 2025-12
                 */
                from?: string;
                /**
                 * @description Last month; this one when absent.
                 * @example 2026-11
                 */
                to?: string;
                /** @description Headings of a table: `fr` or `en`; the language of the request when absent. */
                lang?: components["schemas"]["Language"];
            };
            header?: never;
            path: {
                table: components["schemas"]["Table"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": components["schemas"]["CsvTable"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    follow_changes: {
        parameters: {
            query?: {
                /** @description The `Event-Number` of the answer that is shown; what came since is told at once. `Last-Event-ID` goes before it. */
                since?: number;
            };
            header?: {
                /** @description The number last seen; what came since is told at once. */
                "Last-Event-ID"?: number | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["Change"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_treasury_days: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Items_AccountDaysView"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_treasury_day: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                operator: components["schemas"]["Operator"];
                day: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TreasuryDay"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    close_treasury_day: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                operator: components["schemas"]["Operator"];
                day: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TreasuryDay"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_money_set_aside: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Items_MoneySetAside"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_treasury_today: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TreasuryToday"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_unmatched_callbacks: {
        parameters: {
            query?: {
                /** @description True for those that somebody has looked into; otherwise those that wait. */
                reviewed?: boolean;
                operator?: components["schemas"]["Operator"];
                /** @description The day on which they came. */
                day?: string;
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description 1 to 100, 25 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_UnmatchedCallback"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    review_unmatched_callback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallbackReview"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnmatchedCallback"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_verification: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VerificationInput"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Verification"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_liveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_readiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_quittance_page: {
        parameters: {
            query?: {
                /** @description `fr` or `en`; otherwise as `Accept-Language` says. */
                lang?: string;
            };
            header?: never;
            path: {
                /** @example Q-APEX-2026-000071 */
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    find_verification_page: {
        parameters: {
            query?: {
                /**
                 * @description A number, the text under the QR code, or its digits.
                 * @example ML-ZLE-2026-000123-A
                 */
                n?: string;
                /** @description `fr` or `en`. */
                lang?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To the page of the certificate */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    look_up_certificate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["Lookup"];
            };
        };
        responses: {
            /** @description To the page of the certificate */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_verification_page: {
        parameters: {
            query?: {
                /** @description `fr` or `en`; otherwise as `Accept-Language` says. */
                lang?: string;
            };
            header?: never;
            path: {
                /** @example ML-ZLE-2026-000123-A */
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_verification_form: {
        parameters: {
            query?: {
                /** @description `fr` or `en`; otherwise as `Accept-Language` says. */
                lang?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description Any error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
