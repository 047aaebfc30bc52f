// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {VolatilitySurface} from "../../../contracts/oracles/VolatilitySurface.sol";
import {IVolatilitySurface, Slice, Smile} from "../../../contracts/interfaces/IVolatilitySurface.sol";
import {FixedPoint} from "../../../contracts/pricing/FixedPoint.sol";
import {Svi} from "../../../contracts/pricing/Svi.sol";
import {SurfaceWorld} from "../../support/oracles/SurfaceWorld.sol";
import {VM, within} from "../../support/world/Vm.sol";

/// @notice What is published, who may publish it, and what the checks refuse.
contract VolatilitySurfaceTest is SurfaceWorld {
    uint256 private constant STRANGER = 0xBAD;
    uint256 private constant ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;

    // ---- publishing

    function test_publish_storesWhatWasSigned() public {
        Slice memory slice = _slice(7);
        _publish(slice);
        (Slice memory stored, uint32 time) = surface.published(ETH, slice.expiry);
        require(keccak256(abi.encode(stored)) == keccak256(abi.encode(slice)));
        require(time == START);
        Smile memory smile = _smile(slice.expiry);
        uint256 tenor = slice.expiry - START;
        require(smile.svi.a == int256((0.2e18 * tenor) / YEAR) && smile.svi.b == (0.4e18 * tenor) / YEAR);
        require(smile.svi.rho == -0.2e18 && smile.svi.m == 0.01e18 && smile.svi.sigma == 0.4e18);
        require(smile.carry == 0.03e18 && smile.halfSpread == 0.005e18);
    }

    /// @dev Every field survives, whatever its sign and size, and so does its neighbour in the word.
    function testFuzz_publish_keepsEveryField(int24 rho, int32 m, int16 carry, uint16 spread, uint40 age) public {
        Slice memory slice = _slice(30);
        slice.rho = int24(int256(within(uint256(int256(rho)), 0, 400_000)) - 200_000);
        slice.m = int32(int256(within(uint256(int256(m)), 0, 0.1e9)) - 0.05e9);
        slice.carry = int32(carry) * 500;
        slice.halfSpread = uint24(spread);
        uint32 time = uint32(START - within(age, 0, 10 minutes));
        surface.publish(ETH, time, _pack(_one(slice)), _signed(time, _one(slice)));
        (Slice memory stored, uint32 at) = surface.published(ETH, slice.expiry);
        require(keccak256(abi.encode(stored)) == keccak256(abi.encode(slice)) && at == time);
    }

    function test_publish_acceptsMoreSignaturesThanNeeded_fromAnybody() public {
        Slice[] memory slices = _one(_slice(7));
        bytes32 digest = surface.digest(ETH, uint32(START), _pack(slices));
        bytes memory signatures;
        for (uint256 i = 0; i < 5; ++i) signatures = bytes.concat(signatures, _sign(keys[i], digest));
        VM.prank(VM.addr(STRANGER));
        surface.publish(ETH, uint32(START), _pack(slices), signatures);
    }

    function test_publish_reverts_outOfTime() public {
        _refusedAt(START - 10 minutes - 1);
        _refusedAt(START + 1);
        Slice[] memory slices = _one(_slice(7));
        uint32 oldest = uint32(START - 10 minutes);
        surface.publish(ETH, oldest, _pack(slices), _signed(oldest, slices));
    }

    function test_publish_reverts_withoutSlices() public {
        _refused(abi.encodeWithSelector(IVolatilitySurface.PublicationEmpty.selector), new Slice[](0));
    }

    function test_publish_reverts_outOfOrder() public {
        bytes memory twice = abi.encodeWithSelector(IVolatilitySurface.SliceOrder.selector, _expiry(7), _expiry(7));
        _refused(twice, _two(_slice(7), _slice(7)));
        bytes memory back = abi.encodeWithSelector(IVolatilitySurface.SliceOrder.selector, _expiry(6), _expiry(7));
        _refused(back, _two(_slice(7), _slice(6)));
    }

    function test_publish_reverts_offCalendar() public {
        uint256 latest = START + surface.HORIZON();
        Slice memory slice = _slice(7);
        slice.expiry += 1;
        bytes4 selector = IVolatilitySurface.SliceOffCalendar.selector;
        _refused(abi.encodeWithSelector(selector, slice.expiry, latest), slice);
        slice.expiry = _expiry(401);
        _refused(abi.encodeWithSelector(selector, slice.expiry, latest), slice);
        slice = _slice(400);
        slice.carry = 0;
        _publish(slice);
    }

    function test_publish_reverts_whenExpired() public {
        Slice memory slice = _slice(1);
        VM.warp(slice.expiry);
        bytes4 selector = IVolatilitySurface.SliceExpired.selector;
        _refused(abi.encodeWithSelector(selector, slice.expiry, slice.expiry), slice);
        require(keccak256(abi.encode(_smile(slice.expiry))) == keccak256(new bytes(7 * 32)), "zeros from expiry on");
        VM.warp(slice.expiry - 1);
        _publish(slice);
    }

    function test_publish_reverts_whenNotNewer() public {
        Slice memory slice = _slice(7);
        _publish(slice);
        bytes4 selector = IVolatilitySurface.SliceNotNewer.selector;
        _refused(abi.encodeWithSelector(selector, slice.expiry, START, START), slice);
        VM.warp(START + 1);
        _publish(slice);
    }

    // ---- signatures

    function test_publish_reverts_withTooFewSignatures() public {
        bytes memory two = _signedBy(keys[0], keys[1]);
        _refusedSigned(abi.encodeWithSelector(IVolatilitySurface.TooFewSignatures.selector, 2, 3), two);
        _refusedSigned(abi.encodeWithSelector(IVolatilitySurface.TooFewSignatures.selector, 0, 3), "");
    }

    function test_publish_reverts_withPartOfASignature() public {
        bytes memory odd = bytes.concat(_signedBy(keys[0], keys[1], keys[2]), hex"00");
        _refusedSigned(abi.encodeWithSelector(IVolatilitySurface.SignaturesMalformed.selector, 193), odd);
    }

    function test_publish_reverts_withAStranger() public {
        bytes memory foreign = _signedBy(keys[0], STRANGER, keys[2]);
        bytes4 selector = IVolatilitySurface.NotPublisher.selector;
        _refusedSigned(abi.encodeWithSelector(selector, VM.addr(STRANGER)), foreign);
    }

    function test_publish_reverts_withASignerTwice_orOutOfOrder() public {
        bytes4 selector = IVolatilitySurface.SignerOrder.selector;
        (address first, address second) = (VM.addr(keys[0]), VM.addr(keys[1]));
        _refusedSigned(abi.encodeWithSelector(selector, first, first), _signedBy(keys[0], keys[0], keys[1]));
        _refusedSigned(abi.encodeWithSelector(selector, first, second), _signedBy(keys[1], keys[0], keys[2]));
    }

    function test_publish_reverts_withTheHighOneOfTwoS() public {
        bytes32 digest = surface.digest(ETH, uint32(START), _pack(_one(_slice(7))));
        (, bytes32 r, ) = VM.sign(keys[0], digest);
        // The least of the high ones: nearly all others do not fit the 255 bits of ERC-2098.
        bytes memory high = abi.encodePacked(r, ORDER / 2 + 1);
        bytes memory signatures = bytes.concat(high, _sign(keys[1], digest), _sign(keys[2], digest));
        _refusedSigned(abi.encodeWithSelector(IVolatilitySurface.NotPublisher.selector, address(0)), signatures);
        bytes memory empty = new bytes(192);
        _refusedSigned(abi.encodeWithSelector(IVolatilitySurface.NotPublisher.selector, address(0)), empty);
    }

    function test_publish_reverts_withSignaturesForAnotherSurface_market_orChain() public {
        Slice[] memory slices = _one(_slice(7));
        VolatilitySurface other = _newSurface();
        other.setPublishers(_addresses(keys), THRESHOLD);
        bytes memory signatures = _signed(uint32(START), slices);
        VM.expectPartialRevert(IVolatilitySurface.NotPublisher.selector);
        other.publish(ETH, uint32(START), _pack(slices), signatures);
        clock.set(ETH + 1, 0.6e18);
        VM.expectPartialRevert(IVolatilitySurface.NotPublisher.selector);
        surface.publish(ETH + 1, uint32(START), _pack(slices), signatures);
        VM.chainId(block.chainid + 1);
        VM.expectPartialRevert(IVolatilitySurface.NotPublisher.selector);
        surface.publish(ETH, uint32(START), _pack(slices), signatures);
    }

    // ---- publishers

    function test_setPublishers_endsTheOnesBefore() public {
        uint256[] memory fewer = new uint256[](2);
        (fewer[0], fewer[1]) = (keys[1], keys[2]);
        surface.setPublishers(_addresses(fewer), 2);
        require(surface.publishers().length == 2 && surface.threshold() == 2);
        bytes4 selector = IVolatilitySurface.NotPublisher.selector;
        _refusedSigned(abi.encodeWithSelector(selector, VM.addr(keys[0])), _signedBy(keys[0], keys[1], keys[2]));
        Slice[] memory slices = _one(_slice(7));
        surface.publish(ETH, uint32(START), _pack(slices), _signedBy(keys[1], keys[2]));
    }

    function test_setPublishers_refusesWhatCannotWork() public {
        bytes4 count = IVolatilitySurface.PublisherCount.selector;
        _refusedPublishers(abi.encodeWithSelector(count, 2, 0, 15), _ascending(2), 0);
        _refusedPublishers(abi.encodeWithSelector(count, 2, 3, 15), _ascending(2), 3);
        _refusedPublishers(abi.encodeWithSelector(count, 16, 3, 15), _ascending(16), 3);
        surface.setPublishers(_ascending(15), 15);
        require(surface.publishers()[14] == address(15));
        address[] memory list = _ascending(2);
        list[1] = list[0];
        bytes4 order = IVolatilitySurface.PublisherOrder.selector;
        _refusedPublishers(abi.encodeWithSelector(order, list[0], list[0]), list, 1);
        list[0] = address(0);
        _refusedPublishers(abi.encodeWithSelector(order, address(0), address(0)), list, 1);
    }

    function test_setPublishers_reverts_forAStranger() public {
        VM.prank(VM.addr(STRANGER));
        VM.expectPartialRevert(bytes4(keccak256("AccessManagedUnauthorized(address)")));
        surface.setPublishers(_ascending(1), 1);
    }

    function test_publish_reverts_beforePublishersAreSet() public {
        VolatilitySurface fresh = _newSurface();
        require(fresh.publishers().length == 0);
        Slice[] memory slices = _one(_slice(7));
        VM.expectRevert(abi.encodeWithSelector(IVolatilitySurface.TooFewSignatures.selector, 0, 1));
        fresh.publish(ETH, uint32(START), _pack(slices), "");
        VM.expectRevert(abi.encodeWithSelector(IVolatilitySurface.NotPublisher.selector, address(0)));
        fresh.publish(ETH, uint32(START), _pack(slices), new bytes(64));
    }

    // ---- checks of one smile

    function test_publish_reverts_outsideTheBoundsOfAFigure() public {
        Slice memory slice = _slice(365);
        slice.rho = 1e6;
        _refused(_outOfBounds(slice, "rho", 1e6, -999_999, 999_999), slice);
        slice.rho = -1e6;
        _refused(_outOfBounds(slice, "rho", -1e6, -999_999, 999_999), slice);
        slice = _slice(365);
        slice.sigma = 0;
        _refused(_outOfBounds(slice, "sigma", 0, 1, int256(uint256(type(uint32).max))), slice);
        slice = _flat(365, 999);
        _refused(_outOfBounds(slice, "variance", 999e9, 1e12, type(int256).max), slice);
        slice.a = -1;
        _refused(_outOfBounds(slice, "variance", -1e9, 1e12, type(int256).max), slice);
    }

    function test_publish_boundsTheCarryOfTheWholeTime() public {
        Slice memory slice = _slice(366);
        VM.warp(slice.expiry - 365 days);
        slice.carry = 0;
        _publish(slice);
        VM.warp(block.timestamp + 1);
        uint256 tenor = slice.expiry - block.timestamp;
        slice.carry = int32(int256((0.1e8 * 365 days) / tenor)) + 1;
        int256 drift = (int256(slice.carry) * 1e10 * int256(tenor)) / 365 days;
        _refused(_outOfBounds(slice, "carry", drift, -0.1e18, 0.1e18), slice);
        slice.carry = -slice.carry;
        _refused(_outOfBounds(slice, "carry", -drift, -0.1e18, 0.1e18), slice);
    }

    /// @dev An expiry without a past has nothing that limits its speed: the forward may not jump by more than 2% and 10% a
    /// year, 4% in a fifth of a year.
    function test_publish_boundsTheCarryOfTheFirst() public {
        Slice memory slice = _slice(74);
        VM.warp(slice.expiry - 73 days);
        slice.carry = 0.2e8 + 1;
        _refused(_outOfBounds(slice, "carry", 0.04e18 + 0.2e10, -0.04e18, 0.04e18), slice);
        slice.carry = -0.2e8 - 1;
        _refused(_outOfBounds(slice, "carry", -0.04e18 - 0.2e10, -0.04e18, 0.04e18), slice);
        slice.carry = -0.2e8;
        _publish(slice);
        require(_smile(slice.expiry).carry == -0.2e18);
        VM.warp(block.timestamp + 1 hours);
        slice.carry = -0.225e8;
        _publish(slice);
    }

    /// @dev A whole surface is published at once where each slice has neighbours that the others replace.
    function testFuzz_publish_isTheSame_togetherAndInTurn(uint8 rise, uint8 fall) public {
        Slice[] memory slices = _two(_flat(30, 0.36e9), _flat(60, 0.36e9 + int40(uint40(rise)) - int40(uint40(fall))));
        _publish(slices);
        Smile memory near = _smile(_expiry(30));
        Smile memory far = _smile(_expiry(60));
        surface = _newSurface();
        surface.setPublishers(_addresses(keys), THRESHOLD);
        _publish(slices[1]);
        _publish(slices[0]);
        require(keccak256(abi.encode(near, far)) == keccak256(abi.encode(_smile(_expiry(30)), _smile(_expiry(60)))));
    }

    function test_publish_boundsTheHalfSpreadByHalfOfTheVolatility() public {
        Slice memory slice = _flat(366, 0.36e9);
        VM.warp(slice.expiry - 365 days);
        slice.halfSpread = 0.3e6 + 1;
        _refused(_outOfBounds(slice, "halfSpread", 0.3e18 + 1e12, 0, 0.3e18), slice);
        slice.halfSpread = 0.3e6;
        _publish(slice);
    }

    function test_publish_boundsEveryVolatilityThatIsRead() public {
        Slice memory slice = _flat(366, 100e9 + 1);
        VM.warp(slice.expiry - 365 days);
        clock.set(ETH, 10e18);
        _refusedFor(IVolatilitySurface.SliceOutOfBounds.selector, slice);
        slice.a = 100e9;
        _publish(slice);
    }

    function test_publish_reverts_withSlopesAboveLees() public {
        Slice memory slice = Slice(_expiry(366), 0.1e9, 1.6e9 + 1, 0.25e6, 0, 1e9, 0, 0);
        VM.warp(slice.expiry - 365 days);
        clock.set(ETH, 1.3e18);
        bytes4 selector = IVolatilitySurface.SlopeTooSteep.selector;
        _refused(abi.encodeWithSelector(selector, slice.expiry, 2e18 + 1.25e9, 2e18), slice);
        slice.rho = -slice.rho;
        _refused(abi.encodeWithSelector(selector, slice.expiry, 2e18 + 1.25e9, 2e18), slice);
    }

    /// @dev A sharp bend with steep wings: at half a deviation the slope is too great for the variance there.
    function test_publish_reverts_withButterflyArbitrage() public {
        Slice memory slice = Slice(_expiry(366), 0.02e9, 0.8e9, 0, 0, 0.02e9, 0, 0);
        VM.warp(slice.expiry - 365 days);
        clock.set(ETH, 0.2e18);
        _refusedFor(IVolatilitySurface.ButterflyArbitrage.selector, slice);
        slice.b = 0.2e9;
        slice.sigma = 0.2e9;
        _publish(slice);
    }

    /// @dev Axel Vogt's smile of one year holds butterfly arbitrage from k = 0.6 on. Four deviations are 0.53: the surface
    /// never reads it there, and takes it.
    function test_publish_acceptsWhatIsOnlyWrongWhereItIsNotRead() public {
        Slice memory slice = Slice(_expiry(366), -0.041e9, 0.1331e9, 0.306e6, 0.3586e9, 0.4153e9, 0, 0);
        VM.warp(slice.expiry - 365 days);
        clock.set(ETH, 0.2e18);
        _publish(slice);
    }

    function test_publish_reverts_outsideTheBandOfTheClock() public {
        Slice memory slice = _flat(366, 0.36e9);
        VM.warp(slice.expiry - 365 days);
        bytes4 selector = IVolatilitySurface.OutsideAnchor.selector;
        clock.set(ETH, 1.5e18 + 3);
        _refused(abi.encodeWithSelector(selector, slice.expiry, 0.6e18, 0.6e18 + 1, 3.75e18 + 7), slice);
        clock.set(ETH, 0.24e18 - 1);
        _refused(abi.encodeWithSelector(selector, slice.expiry, 0.6e18, 0.096e18 - 1, 0.6e18 - 3), slice);
        clock.set(ETH, 0.24e18);
        _publish(slice);
        VM.warp(block.timestamp + 1);
        clock.set(ETH, 1.5e18 - 3);
        _publish(slice);
    }

    // ---- speed

    /// @dev From 60% an hour allows 54% to 66%; variances per year on either side of it.
    function test_publish_limitsTheSpeed() public {
        _publish(_flat(366, 0.36e9));
        VM.warp(START + 1 hours);
        bytes4 selector = IVolatilitySurface.MovesTooFast.selector;
        _refusedFor(selector, _flat(366, 0.4356e9 + 1));
        _refusedFor(selector, _flat(366, 0.2916e9 - 1));
        _publish(_flat(366, 0.4356e9 - 1));
        VM.warp(START + 2 hours);
        _publish(_flat(366, 0.352836e9));
    }

    function test_publish_limitsTheSpeed_afterASilenceToTwoHours() public {
        _publish(_flat(366, 0.36e9));
        VM.warp(START + 23 hours);
        bytes4 selector = IVolatilitySurface.MovesTooFast.selector;
        _refusedFor(selector, _flat(366, 0.5184e9 + 1));
        _refusedFor(selector, _flat(366, 0.2304e9 - 1));
        _publish(_flat(366, 0.5184e9 - 1));
        // Three days later the flat smile of the clock is in force.
        clock.set(ETH, 1e18);
        VM.warp(START + 5 days);
        _refusedFor(selector, _flat(366, 1.44e9 + 1));
        _refusedFor(selector, _flat(366, 0.5184e9));
        _publish(_flat(366, 1.44e9 - 1));
    }

    /// @dev Only the wing moves: the smile turns around the money.
    function test_publish_limitsTheSpeed_ofTheWings() public {
        _publish(_slice(30));
        VM.warp(START + 6 minutes);
        Slice memory slice = _slice(30);
        slice.rho = 0.2e6;
        slice.m = -0.01e9;
        _refusedFor(IVolatilitySurface.MovesTooFast.selector, slice);
    }

    function test_publish_limitsTheSpeed_ofTheCarry() public {
        Slice memory slice = _flat(366, 0.36e9);
        VM.warp(slice.expiry - 365 days - 1 hours);
        _publish(slice);
        VM.warp(slice.expiry - 365 days);
        slice.carry = 0.005e8 + 1;
        bytes4 selector = IVolatilitySurface.CarryMovesTooFast.selector;
        _refused(abi.encodeWithSelector(selector, slice.expiry, 0.005e18 + 1e10, -0.005e18, 0.005e18), slice);
        slice.carry = -0.005e8 - 1;
        _refused(abi.encodeWithSelector(selector, slice.expiry, -0.005e18 - 1e10, -0.005e18, 0.005e18), slice);
        slice.carry = 0.005e8;
        _publish(slice);
    }

    // ---- calendar

    /// @dev 10 and 20 days: the earlier one may have at most twice the variance per year, less an hour's.
    function test_publish_reverts_withCalendarArbitrage() public {
        _publish(_flat(20, 0.36e9));
        uint256 later = _expiry(20) - START;
        uint256 earlier = _expiry(10) - START;
        int40 most = int40(int256((0.36e9 * later) / earlier));
        bytes4 selector = IVolatilitySurface.CalendarArbitrage.selector;
        _refusedFor(selector, _flat(10, most + 1));
        _publish(_flat(10, most));
        _refusedFor(selector, _flat(30, 0.22e9));
        _publish(_flat(30, 0.25e9));
    }

    /// @dev Each alone would cross the other; together they may go.
    function test_publish_movesAWholeSurfaceAtOnce() public {
        _publish(_two(_flat(30, 0.36e9), _flat(31, 0.36e9)));
        VM.warp(START + 1 hours);
        _refusedFor(IVolatilitySurface.CalendarArbitrage.selector, _flat(30, 0.42e9));
        _publish(_two(_flat(30, 0.42e9), _flat(31, 0.42e9)));
        bytes4 selector = IVolatilitySurface.CalendarArbitrage.selector;
        VM.warp(START + 2 hours);
        Slice[] memory crossed = _two(_flat(30, 0.42e9), _flat(31, 0.38e9));
        int256 deviation = int256(FixedPoint.sqrt((0.38e18 * (_expiry(31) - block.timestamp)) / YEAR));
        _refused(abi.encodeWithSelector(selector, _expiry(30), _expiry(31), -3 * deviation), crossed);
    }

    function test_publish_ignoresStaleNeighbours_andLooksBehindThem() public {
        _publish(_flat(10, 0.36e9));
        VM.warp(START + 2 hours);
        _publish(_flat(300, 0.36e9));
        _refusedFor(IVolatilitySurface.CalendarArbitrage.selector, _flat(11, 0.2e9));
        VM.warp(START + 2 hours + 1);
        _publish(_flat(11, 0.2e9));
        // Expiry 10 is stale; behind 11, 300 is what counts, across two words of the set.
        _refusedFor(IVolatilitySurface.CalendarArbitrage.selector, _flat(290, 0.375e9));
        _publish(_flat(290, 0.36e9));
    }

    // ---- silence

    /// @dev At every border of the phases the second before and after say nearly the same.
    function test_smiles_haveNoStepBetweenPhases() public {
        _publish(_slice(30));
        clock.set(ETH, 0.9e18);
        uint256[3] memory borders = [uint256(2 hours), 24 hours, 72 hours];
        for (uint256 i = 0; i < 3; ++i) {
            VM.warp(START + borders[i] - 1);
            Smile memory before = _smile(_expiry(30));
            for (uint256 j = 0; j < 2; ++j) {
                VM.warp(START + borders[i] + j);
                Smile memory next = _smile(_expiry(30));
                require(_near(before.halfSpread, next.halfSpread, 1e13), "half-spread");
                require(_near(uint256(before.carry), uint256(next.carry), 1e13), "carry");
                require(_near(_volatility(before, 0.1e18), _volatility(next, 0.1e18), 2e13), "volatility");
                before = next;
            }
        }
    }

    function test_smiles_freezeBlendAndForget() public {
        _publish(_slice(30));
        uint256 atTheMoney = _volatility(_smile(_expiry(30)), 0);
        uint256 wing = _volatility(_smile(_expiry(30)), -0.2e18);
        clock.set(ETH, 0.9e18);
        VM.warp(START + 2 hours);
        require(_smile(_expiry(30)).halfSpread == 0.005e18);
        VM.warp(START + 13 hours);
        require(_near(_smile(_expiry(30)).halfSpread, 0.005e18 + atTheMoney / 20, 1e10));
        VM.warp(START + 24 hours);
        Smile memory smile = _smile(_expiry(30));
        require(_near(smile.halfSpread, 0.005e18 + atTheMoney / 10, 1e10) && smile.carry == 0.03e18);
        require(_near(_volatility(smile, 0), atTheMoney, 1e10) && _near(_volatility(smile, -0.2e18), wing, 1e10));
        VM.warp(START + 48 hours);
        smile = _smile(_expiry(30));
        require(smile.carry == 0.015e18);
        uint256 half = FixedPoint.sqrt(((atTheMoney * atTheMoney + 0.81e36) / 2) / WAD);
        require(_near(_volatility(smile, 0), half, 1e10));
        VM.warp(START + 72 hours);
        _requireFlat(_expiry(30), 0.9e18);
        _requireFlat(_expiry(31), 0.9e18);
    }

    /// @dev A published half-spread that is wider than that of the clock stays, however long nobody renews it.
    function testFuzz_smiles_neverNarrowWithAge(uint24 halfSpread, uint256 first, uint256 second) public {
        Slice memory slice = _slice(30);
        slice.halfSpread = uint24(within(halfSpread, 0, 0.29e6));
        _publish(slice);
        uint256 age = within(first, 0, 100 hours);
        VM.warp(START + age);
        uint256 before = _smile(slice.expiry).halfSpread;
        VM.warp(START + within(second, age, 100 hours));
        // The volatility at the money, of which it takes a tenth, is rounded from figures of the time that is left.
        require(_smile(slice.expiry).halfSpread + 1e8 >= before, "narrower");
        require(before >= uint256(slice.halfSpread) * 1e12, "below what was published");
    }

    // ---- lemmas

    /// @dev A smile that was let in has no butterfly arbitrage at any later time: it could be published again as it is, for
    /// as long as the clock permits.
    function testFuzz_butterflyFreedom_survivesTime(Slice memory seed, uint256 passed) public {
        Slice memory slice = _plausible(seed, 60);
        clock.set(ETH, 1.2e18);
        if (!_accepted(slice)) return;
        VM.warp(START + within(passed, 1, 59 days));
        // A surface without a past, so that only the checks of the smile itself speak.
        surface = _newSurface();
        surface.setPublishers(_addresses(keys), THRESHOLD);
        slice.carry = 0;
        slice.halfSpread = 0;
        require(_accepted(slice), "refused later");
    }

    /// @dev Two smiles that do not cross do not cross later, at the points of the later one and between.
    function testFuzz_calendarOrder_survivesTime(Slice memory first, Slice memory second, uint256 passed) public {
        Slice memory earlier = _plausible(first, 40);
        Slice memory later = _plausible(second, 60);
        clock.set(ETH, 1.2e18);
        if (!_accepted(earlier) || !_accepted(later)) return;
        Svi.Params memory near = _smile(earlier.expiry).svi;
        Svi.Params memory far = _smile(later.expiry).svi;
        bool[21] memory ordered;
        for (uint256 i = 0; i < 21; ++i) ordered[i] = _ordered(near, far, int256(i) * 0.05e18 - 0.5e18);
        VM.warp(START + within(passed, 1, 2 hours));
        near = _smile(earlier.expiry).svi;
        far = _smile(later.expiry).svi;
        for (uint256 i = 0; i < 21; ++i) {
            if (ordered[i]) require(_ordered(near, far, int256(i) * 0.05e18 - 0.5e18), "crossed later");
        }
    }

    // ---- support

    function _ordered(Svi.Params memory near, Svi.Params memory far, int256 k) private pure returns (bool) {
        // A few wei for the rounding of a and b.
        return Svi.totalVariance(near, k) <= Svi.totalVariance(far, k) + 20;
    }

    function _plausible(Slice memory seed, uint256 day) private pure returns (Slice memory slice) {
        slice.expiry = _expiry(day);
        slice.b = uint40(within(seed.b, 0, 6e9));
        slice.rho = int24(int256(within(uint24(seed.rho), 0, 1_900_000)) - 950_000);
        slice.m = int32(int256(within(uint32(seed.m), 0, 1e9)) - 0.5e9);
        slice.sigma = uint32(within(seed.sigma, 0.01e9, 1e9));
        slice.a = int40(int256(within(uint40(seed.a), 0, 2e9)) - 0.2e9);
    }

    function _accepted(Slice memory slice) private returns (bool accepted) {
        uint32 time = uint32(block.timestamp);
        bytes memory signatures = _signed(time, _one(slice));
        try surface.publish(ETH, time, _pack(_one(slice)), signatures) {
            accepted = true;
        } catch {}
    }

    function _requireFlat(uint256 expiry, uint256 volatility) private view {
        Smile memory smile = _smile(expiry);
        uint256 tenor = expiry - block.timestamp;
        require(smile.svi.a == int256((volatility * volatility * tenor) / (WAD * YEAR)));
        require(smile.svi.b == 0 && smile.carry == 0 && smile.halfSpread == volatility / 4);
        require(_near(Svi.volatility(smile.svi, 2000e18, 1000e18, tenor), volatility, 1e10));
    }

    function _volatility(Smile memory smile, int256 k) private view returns (uint256) {
        return FixedPoint.sqrt((Svi.totalVariance(smile.svi, k) * YEAR) / (_expiry(30) - block.timestamp));
    }

    function _near(uint256 a, uint256 b, uint256 tolerance) private pure returns (bool) {
        return a <= b + tolerance && b <= a + tolerance;
    }

    function _outOfBounds(
        Slice memory slice,
        bytes32 name,
        int256 value,
        int256 minimum,
        int256 maximum
    ) private pure returns (bytes memory) {
        bytes4 selector = IVolatilitySurface.SliceOutOfBounds.selector;
        return abi.encodeWithSelector(selector, slice.expiry, name, value, minimum, maximum);
    }

    function _refusedAt(uint256 time) private {
        Slice[] memory slices = _one(_slice(7));
        bytes memory signatures = _signed(uint32(time), slices);
        bytes4 selector = IVolatilitySurface.PublicationTime.selector;
        VM.expectRevert(abi.encodeWithSelector(selector, time, START - 10 minutes, START));
        surface.publish(ETH, uint32(time), _pack(slices), signatures);
    }

    function _refusedSigned(bytes memory reason, bytes memory signatures) private {
        VM.expectRevert(reason);
        surface.publish(ETH, uint32(START), _pack(_one(_slice(7))), signatures);
    }

    function _refusedPublishers(bytes memory reason, address[] memory list, uint256 threshold) private {
        VM.expectRevert(reason);
        surface.setPublishers(list, threshold);
    }

    function _signedBy(uint256 first, uint256 second) private view returns (bytes memory) {
        bytes32 digest = surface.digest(ETH, uint32(START), _pack(_one(_slice(7))));
        return bytes.concat(_sign(first, digest), _sign(second, digest));
    }

    function _signedBy(uint256 first, uint256 second, uint256 third) private view returns (bytes memory) {
        bytes32 digest = surface.digest(ETH, uint32(START), _pack(_one(_slice(7))));
        return bytes.concat(_signedBy(first, second), _sign(third, digest));
    }

    function _ascending(uint256 count) private pure returns (address[] memory list) {
        list = new address[](count);
        for (uint256 i = 0; i < count; ++i) list[i] = address(uint160(i + 1));
    }
}
