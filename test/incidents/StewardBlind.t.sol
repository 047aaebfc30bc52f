// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {MarketRisk, RiskModel} from "../../contracts/interfaces/IRiskParameters.sol";
import {IRiskSteward} from "../../contracts/interfaces/IRiskSteward.sol";
import {LinearWorld} from "../support/world/LinearWorld.sol";
import {VM} from "../support/world/Vm.sol";

/// @notice What the reference books do not see, the steward moves by a twentieth a day for as long as he likes, although a
/// quarter from where governance left it is promised to be the end.
contract StewardBlindTest is LinearWorld {
    IRiskSteward private steward;

    function setUp() public {
        _buildLinear();
        steward = IRiskSteward(_new("RiskSteward", abi.encode(accessManager, engine, riskParameters)));
        IAccessManager(accessManager).grantRole(0, address(steward), 0);
        MarketRisk memory r = riskParameters.marketRisk(ETH);
        (r.widthFloor, r.linearWidthFloor, r.widthCap, r.depth) = (0.13e18, 0.075e18, 0.35e18, 1_000_000e18);
        riskParameters.setMarketRisk(ETH, r);
    }

    /// @dev No book is linear in a calm market: the floor of the linear width is in none.
    function test_linearFloor_staysNearItsAnchor() public {
        uint256 before = _reference();
        for (uint256 i = 0; i < 40; ++i) {
            MarketRisk memory r = riskParameters.marketRisk(ETH);
            r.linearWidthFloor = _less(r.linearWidthFloor);
            if (r.linearWidthFloor < 0.025e18) break;
            if (!_moves(r)) break;
        }
        require(_reference() * 4 >= before * 3, "a third of what governance asked for");
    }

    /// @dev Only maintenance margins are measured: the step between the margins is not.
    function test_initialFactor_staysNearItsAnchor() public {
        uint256 before = riskParameters.riskModel().initialFactor;
        for (uint256 i = 0; i < 15; ++i) {
            RiskModel memory m = riskParameters.riskModel();
            m.initialFactor = uint64((uint256(m.initialFactor) * 105) / 100 / 1e14) * 1e14;
            if (m.initialFactor > 3e18) break;
            VM.warp(block.timestamp + 1 days);
            try steward.moveModel(m) {} catch {
                break;
            }
        }
        require(uint256(riskParameters.riskModel().initialFactor) * 4 <= before * 5, "twice the initial margin");
    }

    /// @dev Nor is crowding: the depth of a market can go to a tenth, and with it every margin up.
    function test_depth_staysNearItsAnchor() public {
        for (uint256 i = 0; i < 45; ++i) {
            MarketRisk memory r = riskParameters.marketRisk(ETH);
            r.depth = uint128(((uint256(r.depth) * 95 + 99e18) / 100 / 1e18) * 1e18);
            if (!_moves(r)) break;
        }
        require(riskParameters.marketRisk(ETH).depth >= 750_000e18, "a tenth of the depth");
    }

    function _moves(MarketRisk memory r) private returns (bool) {
        VM.warp(block.timestamp + 1 days);
        try steward.moveMarket(ETH, r) {
            return true;
        } catch {
            return false;
        }
    }

    function _less(uint64 value) private pure returns (uint64) {
        return uint64(((uint256(value) * 95) / 100 / 1e14 + 1) * 1e14);
    }

    function _reference() private view returns (uint256) {
        return riskParameters.marketRisk(ETH).linearWidthFloor;
    }
}
