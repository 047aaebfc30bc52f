// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {PackedSlice} from "./IVolatilitySurface.sol";

/// @dev What is paid for one kind of upkeep, wad USDC.
/// @param perAction Most for one call
/// @param perDay Most for all calls of a day (UTC)
struct UpkeepBudget {
    uint128 perAction;
    uint128 perDay;
}

/// @title IUpkeep
/// @notice Does what anybody may do for the house, and pays for it from the treasury account: gas used × min(base fee,
/// cap) × 1.2, in USDC at the price of the asset that pays for gas. An empty budget, an empty treasury or a price that is Down
/// pays nothing and the action still works; what changes nothing pays nothing. The same actions called at their own contracts
/// are never paid.
interface IUpkeep {
    enum Kind {
        Sample,
        Publish,
        Settle
    }

    event BudgetSet(Kind indexed kind, UpkeepBudget budget);
    event BaseFeeCapSet(uint256 cap);

    error BudgetOutOfBounds(uint256 perAction, uint256 perDay, uint256 maximum);

    /// @notice Samples markets where a sample is due.
    /// @param account Account of the house that is paid
    /// @return taken How many samples were taken
    function sample(uint24[] calldata markets, uint256 account) external returns (uint256 taken);

    /// @notice Publishes smiles. Paid when what they replace is at least 10 minutes older, or nothing was there.
    function publish(
        uint24 market,
        uint32 time,
        PackedSlice[] calldata slices,
        bytes calldata signatures,
        uint256 account
    ) external;

    /// @notice Proves a settlement price. Paid within 3 days of the expiry.
    function prove(uint24 market, uint256 expiry, uint80[] calldata rounds, uint256 account) external;

    /// @notice Writes a settlement price from the samples. Paid within 7 days of the expiry.
    function fallBack(uint24 market, uint256 expiry, uint256 account) external;

    /// @notice What is paid for a kind.
    function budgetOf(Kind kind) external view returns (UpkeepBudget memory);

    /// @notice What is left of the day's budget for a kind, wad USDC.
    function left(Kind kind) external view returns (uint256);

    /// @notice Highest base fee that is paid, wei.
    function baseFeeCap() external view returns (uint256);

    /// @notice Changes what is paid for a kind; at most 1,000 USDC an action and 100,000 a day.
    function setBudget(Kind kind, UpkeepBudget calldata budget) external;

    /// @notice Changes the highest base fee that is paid, wei.
    function setBaseFeeCap(uint256 cap) external;
}
