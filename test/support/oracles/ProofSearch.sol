// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ISettlementOracle} from "../../../contracts/interfaces/ISettlementOracle.sol";

/// @title ProofSearch
/// @notice Tries many proofs of one settlement price and leaves nothing written.
contract ProofSearch {
    /// @dev What a proof gave, carried by a revert that takes its effects back.
    error Found(uint256 price);

    /// @notice Tries each of `proofs`.
    /// @return prices The price that it gives, 0 if it is refused
    /// @return reasons The selector of the refusal, 0 if there is none
    function tryAll(
        ISettlementOracle oracle,
        uint24 market,
        uint256 expiry,
        uint80[][] calldata proofs
    ) external returns (uint256[] memory prices, bytes4[] memory reasons) {
        prices = new uint256[](proofs.length);
        reasons = new bytes4[](proofs.length);
        for (uint256 i = 0; i < proofs.length; ++i) {
            try this.attempt(oracle, market, expiry, proofs[i]) {} catch (bytes memory reason) {
                if (bytes4(reason) == Found.selector) prices[i] = _argumentOf(reason);
                else reasons[i] = bytes4(reason);
            }
        }
    }

    /// @notice Proves and reverts with the price.
    function attempt(ISettlementOracle oracle, uint24 market, uint256 expiry, uint80[] calldata rounds) external {
        revert Found(oracle.prove(market, expiry, rounds));
    }

    function _argumentOf(bytes memory reason) private pure returns (uint256 argument) {
        // Reads the first word after the selector; `Found` has one argument.
        assembly ("memory-safe") {
            argument := mload(add(reason, 36))
        }
    }
}
