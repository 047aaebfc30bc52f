// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IPriceOracle} from "./IPriceOracle.sol";
import {MarketState} from "./IMarketInputs.sol";
import {Margin, Portfolio} from "./IRiskEngine.sol";
import {RiskModel} from "./IRiskParameters.sol";

/// @dev All about one account. Settled positions count as cash.
/// @param epoch Transfers of the account so far
/// @param freeCash What can be withdrawn now, wad
/// @param settleable Whether expired positions wait to be turned into cash
/// @param flaggedAt When its auction began, 0 if it is not in liquidation
struct AccountView {
    uint256 account;
    address owner;
    uint64 epoch;
    Portfolio portfolio;
    Margin margin;
    uint256 freeCash;
    bool settleable;
    uint256 flaggedAt;
}

/// @title ILens
/// @notice Every read that a client needs, one call each. Lists come in pages: start at `cursor`, look at no more than
/// `n` accounts, go on at the returned cursor until it is 0.
interface ILens {
    /// @notice One account.
    function account(uint256 id) external view returns (AccountView memory);

    /// @notice Accounts `cursor`, `cursor + 1` …
    function accounts(uint256 cursor, uint256 n) external view returns (AccountView[] memory page, uint256 next);

    /// @notice Accounts below maintenance at the mid of the oracle's interval.
    function liquidatable(uint256 cursor, uint256 n) external view returns (uint256[] memory ids, uint256 next);

    /// @notice Accounts with expired positions whose price is written.
    function settleable(uint256 cursor, uint256 n) external view returns (uint256[] memory ids, uint256 next);

    /// @notice Accounts without positions and collateral that owe cash.
    function resolvable(uint256 cursor, uint256 n) external view returns (uint256[] memory ids, uint256 next);

    /// @notice The inputs of the margin formula for markets, for an evaluation outside the chain.
    /// @param expiries For each market the expiries that are wanted, unix seconds
    function marketStates(
        uint24[] calldata markets,
        uint40[][] calldata expiries
    )
        external
        view
        returns (MarketState[] memory states, IPriceOracle.Status[] memory statuses, RiskModel memory model);
}
