// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title Properties
/// @notice What must hold after every call, by number. Unit, fuzz and invariant tests quote the number when they fail.
library Properties {
    string internal constant LEDGER_1 = "LEDGER-1 sizes of an instrument sum to zero until it settles";
    string internal constant LEDGER_2 =
        "LEDGER-2 tokens held cover what the books owe, with dust below 1e-9 USDC an operation";
    string internal constant LEDGER_3 =
        "LEDGER-3 open interest equals the sum over positions, per instrument and market";
    string internal constant LEDGER_4 = "LEDGER-4 collateral held equals the sum over accounts";
    string internal constant LEDGER_5 = "LEDGER-5 the cash of all accounts equals the ledger's totals";
    string internal constant LEDGER_6 = "LEDGER-6 the entry notional of all linear positions equals the ledger's total";
    string internal constant LEDGER_7 =
        "LEDGER-7 nothing is in suspense while no settled and no accrued claim waits for its counterparty";
    string internal constant FUNDING_1 = "FUNDING-1 no call changes the funding index of its own block";
    string internal constant FUNDING_2 = "FUNDING-2 rate and velocity keep to the terms";
    string internal constant FUNDING_3 = "FUNDING-3 funding pays out no more than it takes in";
    string internal constant MARGIN_1 = "MARGIN-1 nobody's action lowers the health of an account below 1";
    string internal constant MARGIN_2 = "MARGIN-2 an action on other accounts leaves an account's margins as they were";
    string internal constant MARGIN_3 = "MARGIN-3 initial margin is never below maintenance margin";
    string internal constant MARGIN_4 = "MARGIN-4 free cash can be withdrawn";
    string internal constant LIQUIDATION_1 = "LIQUIDATION-1 a bid never lowers the health of a solvent account";
    string internal constant LIQUIDATION_2 = "LIQUIDATION-2 a bid never lowers the equity of an insolvent account";
    string internal constant ROLE_1 = "ROLE-1 a stranger changes no account but by depositing, settling and resolving";
    string internal constant SETTLEMENT_1 = "SETTLEMENT-1 a settlement price is written once";
    string internal constant LOSS_1 = "LOSS-1 the cash index never exceeds 1";
}
