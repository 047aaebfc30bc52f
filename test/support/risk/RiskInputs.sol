// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IPriceOracle} from "../../../contracts/interfaces/IPriceOracle.sol";
import {IRiskEngine, MarketState, Portfolio} from "../../../contracts/interfaces/IRiskEngine.sol";
import {Collateral, IRiskParameters, MarketRisk, RiskModel} from "../../../contracts/interfaces/IRiskParameters.sol";
import {RiskEngine} from "../../../contracts/risk/RiskEngine.sol";

/// @notice Oracle and parameters of a risk engine, taken from the call itself. For `eth_call`: nothing need be stored.
contract RiskInputs {
    RiskEngine public immutable engine = new RiskEngine(IPriceOracle(address(this)), IRiskParameters(address(this)));

    mapping(uint24 market => MarketState) private states;
    RiskModel private model;

    /// @notice Free cash, and the value of one contract of each position, at the states and the time of the block.
    function freeCash(
        Portfolio calldata portfolio,
        MarketState[] calldata states_,
        RiskModel calldata model_
    ) external returns (uint256 free, uint256[] memory marks, uint256 time) {
        model = model_;
        for (uint256 i = 0; i < states_.length; ++i) states[states_[i].market] = states_[i];
        free = engine.freeCash(portfolio);
        marks = new uint256[](portfolio.positions.length);
        for (uint256 i = 0; i < marks.length; ++i) {
            marks[i] = engine.mark(portfolio.positions[i].instrument, IRiskEngine.PricePoint.Mid);
        }
        time = block.timestamp;
    }

    function riskModel() external view returns (RiskModel memory) {
        return model;
    }

    function read(uint24 market) external view returns (IPriceOracle.Reading memory) {
        MarketState memory s = states[market];
        return
            IPriceOracle.Reading(s.price, s.price - s.halfWidth, s.price + s.halfWidth, IPriceOracle.Status.Degraded);
    }

    function marketRisk(uint24 market) external view returns (MarketRisk memory) {
        MarketState memory s = states[market];
        return MarketRisk(uint64(s.volatility), uint64(s.rate), uint64(s.initialWidth), uint64(s.maintenanceWidth));
    }

    function collateral(uint24 market) external view returns (Collateral memory) {
        return Collateral(address(0), 18, uint64(states[market].collateralFactor), 0);
    }
}
