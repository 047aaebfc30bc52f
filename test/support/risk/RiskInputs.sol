// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ExpiryState, MarketState, PricePoint} from "../../../contracts/interfaces/IMarketInputs.sol";
import {IPriceOracle} from "../../../contracts/interfaces/IPriceOracle.sol";
import {IRiskEngine, Portfolio} from "../../../contracts/interfaces/IRiskEngine.sol";
import {IRiskParameters, RiskModel} from "../../../contracts/interfaces/IRiskParameters.sol";

/// @notice Inputs and parameters of a risk engine, taken from the call itself. For `eth_call`: nothing need be stored.
contract RiskInputs {
    IRiskEngine private engine;

    mapping(uint24 market => bytes) private states;
    RiskModel private model;

    /// @notice The engine asks for the oracle when it is made: so it is made after this contract.
    function use(IRiskEngine engine_) external {
        engine = engine_;
    }

    /// @notice Free cash, and the value of one contract of each position, at the states and the time of the block.
    function freeCash(
        Portfolio calldata portfolio,
        MarketState[] calldata states_,
        RiskModel calldata model_
    ) external returns (uint256 free, uint256[] memory marks, uint256 time) {
        model = model_;
        for (uint256 i = 0; i < states_.length; ++i) states[states_[i].market] = abi.encode(states_[i]);
        free = engine.freeCash(portfolio);
        marks = new uint256[](portfolio.positions.length);
        for (uint256 i = 0; i < marks.length; ++i) {
            marks[i] = engine.mark(portfolio.positions[i].instrument, PricePoint.Mid);
        }
        time = block.timestamp;
    }

    function riskModel() external view returns (RiskModel memory) {
        return model;
    }

    function riskParameters() external view returns (IRiskParameters) {
        return IRiskParameters(address(this));
    }

    function oracle() external pure returns (IPriceOracle) {
        return IPriceOracle(address(0));
    }

    function marketState(
        uint24 market,
        uint40[] calldata expiries,
        bool,
        PricePoint
    ) external view returns (MarketState memory state, IPriceOracle.Status, RiskModel memory) {
        MarketState memory all = abi.decode(states[market], (MarketState));
        state = abi.decode(states[market], (MarketState));
        state.time = uint40(block.timestamp);
        state.expiries = new ExpiryState[](expiries.length);
        for (uint256 i = 0; i < expiries.length; ++i) {
            for (uint256 j = 0; j < all.expiries.length; ++j) {
                if (all.expiries[j].expiry == expiries[i]) state.expiries[i] = all.expiries[j];
            }
        }
        return (state, IPriceOracle.Status.Degraded, model);
    }
}
