enum StoreTestingStub {}
